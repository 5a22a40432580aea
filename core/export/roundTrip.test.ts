import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncoders } from '../../wasm/bindings/loadEncoders.ts'
import { decompressedSource } from '../compression/decompressedSource.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { openArrow } from '../formats/arrow/openArrow.ts'
import { detect } from '../formats/detect.ts'
import { openJsonl } from '../formats/jsonl/openJsonl.ts'
import { openDataset } from '../formats/openDataset.ts'
import { memorySource } from '../io/memorySource.ts'
import { readFull } from '../io/readFull.ts'
import { projectSchema } from '../table/schemas.ts'
import { testCodecs } from '../testing/codecs.ts'
import { goldenCases, readAll } from '../testing/golden.ts'
import { kernelsWithPages } from '../testing/pages.ts'
import { chunkGrid, meanRowBytes } from './chunks/chunkGrid.ts'
import { cutRows } from './chunks/cutRows.ts'
import { encodeRows } from './encoding/encodeRows.ts'
import { tableFormatOf } from './encoding/tableFormats.ts'
import { CODECS, type ExportFormat, type ExportOptions, usualExportOptions } from './exportOptions.ts'
import { FileSeries } from './files/fileSeries.ts'

const encoders = createEncoders(new WebAssembly.Module(readFileSync('build/wasm/encoders.wasm')))
const noHash = async () => ({ update: () => {}, digest: () => '' })

/** The files of an export, by name. */
async function exported(dataset: Dataset, options: ExportOptions, maxBytes?: number): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array[]>()
  const output = {
    pathOf: () => null,
    async create(name: string) {
      const parts: Uint8Array[] = []
      files.set(name, parts)
      return { write: async (bytes: Uint8Array) => void parts.push(bytes.slice()), close: async () => {} }
    },
    async rename(from: string, to: string) {
      files.set(to, files.get(from) as Uint8Array[])
      files.delete(from)
    },
    open: () => Promise.reject(new Error('not read back here')),
    commit: async () => {},
    abort: async () => {},
  }
  const { schema } = dataset
  const format = tableFormatOf(options.format)
  format.check(schema, options)
  const scan = dataset.scan.bind(dataset)
  const rowBytes = await meanRowBytes(scan, { rowStart: 0, columns: null })
  const limits = format.chunkLimits(schema, options)
  // Small chunks, so that there are several.
  const grid = chunkGrid({ rows: Math.min(7, limits.rows), bytes: Math.min(4000, limits.bytes) }, rowBytes, 0)
  const means = { output, encoders, createHash: noHash }
  const series = new FileSeries(format, schema, options, means, maxBytes === undefined ? {} : { bytes: maxBytes })
  const encoder = format.createEncoder(schema, options, { encoders })
  for await (const chunk of cutRows(scan, grid, { rowStart: 0, rowEnd: dataset.extent.numRows, columns: null })) {
    if (format.isOrdered(schema, options)) await series.addRows(chunk)
    else {
      const encoded = encodeRows(chunk, encoder, options.compression, encoders)
      if (encoded.chunk) await series.add(encoded.chunk)
    }
  }
  const names = (await series.finish()).map(({ name }) => name)
  return new Map(names.map((name) => [name, new Uint8Array(Buffer.concat(files.get(name) as Uint8Array[]))]))
}

/** The rows of a file as our reader finds them. */
async function rowsOf(bytes: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { format, compression, options } = await detect('x', memorySource(bytes), { codecs: async () => testCodecs() })
  const source = compression
    ? decompressedSource({ packed: memorySource(bytes), codec: compression, codecs: testCodecs() })
    : null
  const plain = source ? await readFull(source, 0, 64 * 1024 ** 2) : bytes
  const dataset = await openDataset(memorySource(plain), { format, options }, { kernels: kernelsWithPages })
  await dataset.buildIndex({})
  const { rows, issues } = await readAll(dataset)
  expect(issues).toEqual([])
  source?.close()
  return rows
}

async function allRows(files: Map<string, Uint8Array>): Promise<string[]> {
  const parts: string[] = []
  for (const bytes of files.values()) parts.push(...(await rowsOf(bytes as Uint8Array<ArrayBuffer>)))
  return parts
}

const TYPED: ExportFormat[] = ['arrow', 'arrow-stream', 'feather', 'parquet']

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', 'null', 'a\nb', '"', 'é\0'),
)
const anyValue = fc.record({
  'a name': fc.option(anyText, { freq: 4 }),
  n: fc.option(fc.maxSafeInteger(), { freq: 3 }),
  // Never whole beyond 2^53: a column of such numbers keeps their digits as JSON, which only Arrow remembers.
  x: fc.double({ min: -1e15, max: 1e15, noNaN: true }).map((value) => value + 0.5),
  flag: fc.option(fc.boolean()),
  list: fc.option(fc.array(fc.option(fc.integer()), { maxLength: 9 }), { freq: 5 }),
  chat: fc.option(fc.array(fc.record({ role: anyText, content: fc.option(anyText) }), { maxLength: 3 })),
  日本: fc.record({ deep: fc.option(fc.array(fc.array(anyText, { maxLength: 3 }), { maxLength: 3 })) }),
})
const anyOptions = fc.constantFrom<ExportFormat>(...TYPED, 'hf_dataset', 'jsonl').chain((format) =>
  fc.record({
    format: fc.constant(format),
    codec: fc.constantFrom(...CODECS[format]),
    compression: format === 'hf_dataset' ? fc.constant(null) : fc.constantFrom(null, 'gzip' as const, 'zstd' as const),
    maxBytes: fc.constantFrom(undefined, 500),
  }),
)

describe('rows written and read again', () => {
  it('are the same, in any format', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyValue, { maxLength: 40 }), anyOptions, async (values, { maxBytes, ...chosen }) => {
        const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('')
        const dataset = await openJsonl(memorySource(new TextEncoder().encode(lines)), { kernels: kernelsWithPages })
        await dataset.buildIndex({})
        if (values.length === 0) return
        const shardSize = maxBytes === undefined ? null : ({ by: 'bytes', bytes: maxBytes } as const)
        const options = { ...usualExportOptions(chosen.format), ...chosen, shardSize }
        const { rows } = await readAll(dataset)
        expect(await allRows(await exported(dataset, options, maxBytes))).toEqual(rows)
      }),
      { numRuns: 60 },
    )
  })

  it.each(
    goldenCases('arrow').flatMap(({ file, bytes, rows }) => TYPED.map((format) => ({ file, bytes, rows, format }))),
  )('$file is the same as $format, or refused with its column', async ({ bytes, rows, format }) => {
    const dataset = await openArrow(memorySource(bytes), { codecs: async () => testCodecs() })
    const refused: string[] = []
    for (const field of dataset.schema.fields) {
      try {
        tableFormatOf(format).check(projected(dataset, [field.name]).schema, usualExportOptions(format))
      } catch (error) {
        expect(error).toMatchObject({ code: 'format/unsupported', details: { feature: field.name } })
        refused.push(field.name)
      }
    }
    const kept = dataset.schema.fields.map(({ name }) => name).filter((name) => !refused.includes(name))
    if (kept.length === 0) return
    const part = refused.length === 0 ? dataset : projected(dataset, kept)
    const own = refused.length === 0 ? rows : (await readAll(part)).rows
    expect(await allRows(await exported(part, usualExportOptions(format)))).toEqual(own)
  })
})

/** The dataset with some columns. */
function projected(dataset: Dataset, columns: readonly string[]): Dataset {
  return {
    ...dataset,
    schema: projectSchema(dataset.schema, columns),
    extent: dataset.extent,
    splits: dataset.splits,
    scan: (request) => dataset.scan({ ...request, columns }),
  }
}
