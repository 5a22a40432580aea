import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Field, Int32, Schema, Utf8 } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../formats/openDataset.ts'
import { leafChunk } from '../../formats/parquet/columns/leafChunk.ts'
import { leavesOf } from '../../formats/parquet/footer/columnTree.ts'
import { readFooter } from '../../formats/parquet/footer/parquetFooter.ts'
import { ChunkBytes } from '../../formats/parquet/pages/chunkBytes.ts'
import { memorySource } from '../../io/memorySource.ts'
import { concatBytes } from '../../io/readFull.ts'
import type { Progress } from '../../progress.ts'
import { countingSource, failingSource } from '../../testing/hostileSources.ts'
import { kernelsWithPages } from '../../testing/pages.ts'
import { type ExportOptions, usualExportOptions } from '../exportOptions.ts'
import { type VerifyInput, verifyOutput } from './verifyOutput.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const bytesOf = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
const schema = new Schema([new Field('id', new Int32(), true), new Field('text', new Utf8(), true)])

interface Written {
  bytes: Uint8Array<ArrayBuffer>
  rows: number
  schema: Schema
  options: ExportOptions
}

/** An output of one file, which says of itself what is given; bytes on disk may be others. */
function outputOf({ bytes, rows, schema: columns, options }: Written, onDisk = bytes): VerifyInput {
  return {
    files: [{ name: '', bytes: bytes.length, rows, sha256: sha256(bytes) }],
    open: async () => ({ source: memorySource(onDisk), close: async () => {} }),
    schema: columns,
    options,
    kernels: kernelsWithPages,
    async createHash() {
      const hash = createHash('sha256')
      return { update: (part) => void hash.update(part), digest: () => hash.digest('hex') }
    },
  }
}

const text = (format: 'jsonl' | 'csv' | 'tsv' | 'text', content: string, rows: number): Written => ({
  bytes: bytesOf(content),
  rows,
  schema: format === 'text' ? new Schema([schema.fields[1] as Field]) : schema,
  options: usualExportOptions(format),
})

/** A file another library wrote, as if it were ours. */
async function fixture(format: 'arrow' | 'arrow-stream' | 'feather' | 'parquet', name: string): Promise<Written> {
  const bytes = new Uint8Array(readFileSync(`core/fixtures/${name}`)) as Uint8Array<ArrayBuffer>
  const as = format === 'parquet' ? 'parquet' : 'arrow'
  const dataset = await openDataset(memorySource(bytes), { format: as, options: {} }, { kernels: kernelsWithPages })
  return { bytes, rows: dataset.extent.numRows, schema: dataset.schema, options: usualExportOptions(format) }
}

const FILES: Record<string, Written> = {
  jsonl: text('jsonl', '{"id":1,"text":"a"}\n{"id":2,"text":"b\\n"}\n{"id":null,"text":null}\n', 3),
  csv: text('csv', 'id,text\n1,"a\nb"\n2,"c "" d"\n', 2),
  tsv: text('tsv', 'id\ttext\n1\ta,b\n', 1),
  'csv without a header': { ...text('csv', '1,a\n2,b\n', 2), options: { ...usualExportOptions('csv'), header: false } },
  'no rows': text('csv', 'id,text\n', 0),
  text: text('text', 'one\n\nthree\n', 3),
  arrow: await fixture('arrow', 'arrow/nested.arrow'),
  'arrow stream': await fixture('arrow-stream', 'arrow/dictionary-deltas.arrows'),
  feather: await fixture('feather', 'arrow-compressed/default.feather'),
  parquet: await fixture('parquet', 'parquet/dictionary-pages.parquet'),
  'parquet of nested columns': await fixture('parquet', 'parquet/nested-v2.parquet'),
}
for (const [name, file] of Object.entries(FILES)) {
  const middle = file.bytes.length >> 1
  const members = [file.bytes.subarray(0, middle), file.bytes.subarray(middle)].map((part) => gzipSync(part))
  const bytes = new Uint8Array(Buffer.concat(members))
  FILES[`${name}, gzip`] = { ...file, bytes, options: { ...file.options, compression: 'gzip' } }
}

describe.each(Object.entries(FILES))('%s', (_, file) => {
  it('is verified', async () => {
    const progress: Progress[] = []
    await verifyOutput({ ...outputOf(file), onProgress: (step) => progress.push(step) })
    expect(progress.at(-1)).toEqual({ done: file.bytes.length, total: file.bytes.length, unit: 'bytes' })
  })

  it('is not when a byte on disk is another', async () => {
    for (let at = 0; at < file.bytes.length; at += Math.max(1, file.bytes.length >> 4)) {
      const onDisk = file.bytes.slice()
      onDisk[at]! ^= 1
      await expect(verifyOutput(outputOf(file, onDisk))).rejects.toMatchObject({ code: 'sink/write' })
    }
  })

  it('is not when it is longer or shorter on disk', async () => {
    for (const onDisk of [file.bytes.slice(0, -1), concatBytes([file.bytes, new Uint8Array(1)])]) {
      await expect(verifyOutput(outputOf(file, onDisk))).rejects.toMatchObject({ code: 'sink/write' })
    }
  })

  it('is not when there are more or fewer rows in it than were written', async () => {
    for (const rows of [file.rows - 1, file.rows + 1]) {
      await expect(verifyOutput(outputOf({ ...file, rows }))).rejects.toMatchObject({ code: 'sink/write' })
    }
  })

  it('can be canceled, and fails as reading fails', async () => {
    const controller = new AbortController()
    const canceled = verifyOutput({
      ...outputOf(file),
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(canceled).rejects.toMatchObject({ name: 'AbortError' })
    const source = failingSource(memorySource(file.bytes), file.bytes.length - 1)
    const failing = verifyOutput({ ...outputOf(file), open: async () => ({ source, close: async () => {} }) })
    await expect(failing).rejects.toMatchObject({ code: 'sink/write' })
  })
})

describe('what a writer could have done wrong', () => {
  it.each([
    ['a last line that is cut', text('jsonl', '{"id":1,"text":"a"}\n{"id":2,"text":"b"}', 2), /last line is cut/],
    ['a column that is missing', text('jsonl', '{"id":1}\n', 1), /columns read as id/],
    ['a line that is no JSON', text('jsonl', '{"id":1,"text":"a"}\n{"id":2,"text":}\n', 2), /row|JSON|byte/],
    ['a header of other names', text('csv', 'id,texts\n1,a\n', 1), /column 2 is called "texts"/],
    ['a header of fewer columns', text('csv', 'id\n1\n', 1), /1 fields, for 2 columns/],
    ['a quote that is not closed', text('csv', 'id,text\n1,"a\n2,b\n', 2), /last line is cut/],
  ])('%s is found', async (_, file, message) => {
    await expect(verifyOutput(outputOf(file))).rejects.toMatchObject({
      code: 'sink/write',
      message: expect.stringMatching(message),
    })
  })

  it('a page of Parquet that was written otherwise is found by its checksum', async () => {
    const good = FILES.parquet as Written
    const { columns, rowGroups, dataEnd } = await readFooter(memorySource(good.bytes))
    const [leaf] = columns.flatMap(leavesOf)
    const [group] = rowGroups
    if (!leaf || !group?.chunks[0]) throw new Error('an empty fixture')
    const { byteStart, byteEnd } = leafChunk(leaf, group.chunks[0], group.rowEnd, dataEnd)
    const chunk = new ChunkBytes(memorySource(good.bytes), byteStart, byteEnd, dataEnd)
    let pages = 0
    for (let at = byteStart; at < byteEnd; pages++) {
      const page = await chunk.readHeader(at)
      const bytes = good.bytes.slice()
      bytes[page.byteEnd - 1]! ^= 0x10
      await expect(verifyOutput(outputOf({ ...good, bytes })), `page ${at}`).rejects.toMatchObject({
        code: 'sink/write',
        message: expect.stringContaining('checksum'),
      })
      at = page.byteEnd
    }
    expect(pages).toBeGreaterThan(3)
  })

  it('columns of another type or name are found', async () => {
    const good = FILES.parquet as Written
    const { fields } = good.schema
    const renamed = new Schema(fields.map(({ name, type }) => new Field(`${name}x`, type, true)))
    const retyped = new Schema(fields.map(({ name }) => new Field(name, new Int32(), true)))
    for (const other of [renamed, retyped, new Schema(fields.slice(1))]) {
      await expect(verifyOutput(outputOf({ ...good, schema: other }))).rejects.toMatchObject({ code: 'sink/write' })
    }
  })
})

describe('reading back', () => {
  it('takes each byte of a text once, and holds little of it', async () => {
    const line = `{"id":7,"text":"${'x'.repeat(1000)}"}\n`
    const file = text('jsonl', line.repeat(20_000), 20_000)
    const source = countingSource(memorySource(file.bytes))
    await verifyOutput({ ...outputOf(file), open: async () => ({ source, close: async () => {} }) })
    expect(source.bytesRead).toBe(file.bytes.length)
    expect(source.reads).toBeGreaterThan(4)
  })

  it('closes what it opens, and tells which file of a folder is wrong', async () => {
    const good = FILES.jsonl as Written
    let open = 0
    const input = outputOf(good)
    const [file] = input.files as [VerifyInput['files'][number]]
    const failing = verifyOutput({
      ...input,
      options: { ...good.options, shardSize: { by: 'count', count: 2 } },
      files: [
        { ...file, name: '/data-00000-of-00002.jsonl' },
        { ...file, name: '/data-00001-of-00002.jsonl', rows: 4 },
      ],
      async open() {
        open++
        return { source: memorySource(good.bytes), close: async () => void open-- }
      },
    })
    await expect(failing).rejects.toMatchObject({
      message:
        'what was written does not read back, and was discarded (data-00001-of-00002.jsonl): it has 3 rows, 4 were written',
    })
    expect(open).toBe(0)
  })
})
