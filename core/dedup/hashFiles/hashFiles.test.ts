import { createHash } from 'node:crypto'
import { Binary, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../dataset/dataset.ts'
import { usualExportOptions } from '../../export/exportOptions.ts'
import { tableWriter } from '../../export/files/tableWriter.ts'
import { openArrow } from '../../formats/arrow/openArrow.ts'
import { pageCodecs } from '../../formats/parquet/codecs/pageCodecs.ts'
import { openParquet } from '../../formats/parquet/openParquet.ts'
import { openText } from '../../formats/text/openText.ts'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { kernelsWithPages, testPages } from '../../testing/pages.ts'
import { parquetDecoder } from '../../testing/parquetDecoder.ts'
import { readHexDigest } from './hexDigest.ts'
import { faultWarnings, HashReader } from './readHashes.ts'
import { type HashFormat, writeHashes } from './writeHashes.ts'

const bytesOf = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())
const hexOf = (text: string) => createHash('sha256').update(text).digest('hex')

const decompress = pageCodecs(kernelsWithPages, async () => parquetDecoder())
const openLines = (text: string) => openText(memorySource(new TextEncoder().encode(text)), { kernels: scalarKernels })

async function read(dataset: Dataset) {
  const reader = new HashReader()
  const parts: Uint8Array[] = []
  for await (const { digests } of reader.read(dataset)) parts.push(digests)
  const all = Buffer.concat(parts)
  const hashes = Array.from({ length: all.length / 32 }, (_, i) => all.subarray(i * 32, i * 32 + 32).toString('hex'))
  return { hashes, faults: reader.faults, warnings: faultWarnings(reader.faults, 'seen.txt') }
}

describe('a file of digests', () => {
  it('gives what it holds, whatever line ends and spaces; other lines are told, not matched', async () => {
    const lines = [
      hexOf('a'),
      hexOf('b').toUpperCase(),
      '',
      `  ${hexOf('c')} \r`,
      hexOf('d').slice(1),
      `${hexOf('d')}0`,
      'hello',
      `"${hexOf('e')}"`,
      'null',
      `${hexOf('f').slice(0, 63)}G`,
      'é'.repeat(32),
      hexOf('b').replace(/[a-f]/, 'A'),
    ]
    const { hashes, faults, warnings } = await read(await openLines(`${lines.join('\n')}\n`))
    expect(hashes).toEqual(['a', 'c', 'e'].map(hexOf))
    expect(faults).toEqual([
      { kind: 'upper-case', count: 2, firstRow: 1 },
      { kind: 'wrong-length', count: 2, firstRow: 4 },
      { kind: 'not-hex', count: 3, firstRow: 6 },
    ])
    expect(warnings[0]).toEqual({
      code: 'hashes/upper-case',
      message: 'seen.txt: 2 lines in upper case, which fast-axolotl never matches either: not matched (first: line 2)',
    })
  })

  it('may be empty, or megabytes of anything', async () => {
    expect(await read(await openLines(''))).toMatchObject({ hashes: [], faults: [] })
    const { faults } = await read(await openLines('0'.repeat(3_000_000)))
    expect(faults).toEqual([{ kind: 'wrong-length', count: 1, firstRow: 0 }])
    const binary = Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) & 0xff)
    const junk = await read(await openText(memorySource(binary), { kernels: scalarKernels }))
    expect(junk.hashes).toEqual([])
    expect(junk.faults.length).toBeGreaterThan(0)
  })

  it('may be an Arrow column of text or of 32 bytes, the one that is named so first', async () => {
    const open = (table: Table) => openArrow(memorySource(tableToIPC(table, 'file').slice() as Uint8Array<ArrayBuffer>))
    const text = vectorFromArray([hexOf('a'), null, 'junk'], new Utf8())
    const raw = vectorFromArray([bytesOf('x'), bytesOf('y'), new Uint8Array(31)], new Binary())
    const id = vectorFromArray([1, 2, 3], new Int32())
    expect(await read(await open(new Table({ id, text })))).toMatchObject({ hashes: [hexOf('a')] })
    expect(await read(await open(new Table({ text, SHA256: raw })))).toMatchObject({
      hashes: ['x', 'y'].map(hexOf),
      faults: [{ kind: 'wrong-length', count: 1, firstRow: 2 }],
    })
    await expect(read(await open(new Table({ id })))).rejects.toMatchObject({ code: 'format/unsupported' })
  })

  it('may be a Parquet column, of which everything that is no digest is told', async () => {
    const parts: Uint8Array[] = []
    const lines = [hexOf('a'), hexOf('b').toUpperCase(), null, hexOf('c').slice(1), '', 'junk', hexOf('d')]
    const { schema, batches } = new Table({
      n: vectorFromArray(lines.map((_, i) => i)),
      Hash: vectorFromArray(lines, new Utf8()),
    })
    const options = { ...usualExportOptions('parquet'), codec: 'none' } as const
    const writer = tableWriter(schema, options, { encoders: null }, async (bytes) => void parts.push(bytes.slice()))
    for (const batch of batches) await writer.write(batch)
    await writer.close()
    const file = memorySource(new Uint8Array(Buffer.concat(parts)))
    const { hashes, faults, warnings } = await read(await openParquet(file, { pages: await testPages(), decompress }))
    expect(hashes).toEqual(['a', 'd'].map(hexOf))
    expect(faults).toEqual([
      { kind: 'upper-case', count: 1, firstRow: 1 },
      { kind: 'wrong-length', count: 1, firstRow: 3 },
      { kind: 'not-hex', count: 1, firstRow: 5 },
    ])
    expect(warnings).toHaveLength(3)
  })

  it.each<HashFormat>(['text', 'arrow', 'arrow-stream', 'parquet'])(
    'written as %s reads back, rows without a key left out',
    async (format) => {
      const parts: Uint8Array[] = []
      const sink = {
        write: async (bytes: Uint8Array) => void parts.push(bytes.slice()),
        close: async () => {},
        abort: async () => {},
      }
      const writer = writeHashes(format, sink)
      await writer.write({
        digests: new Uint8Array(Buffer.concat(['a', 'b', 'c'].map(bytesOf))),
        keyless: Uint8Array.of(0, 1, 0),
      })
      await writer.write({ digests: new Uint8Array(0), keyless: null })
      await writer.write({ digests: bytesOf('d'), keyless: null })
      const whole = new Uint8Array(Buffer.concat(parts))
      expect(await writer.close()).toMatchObject({ digests: 3 })
      const bytes = new Uint8Array(Buffer.concat(parts))
      expect(bytes.length).toBeGreaterThanOrEqual(whole.length)
      const dataset =
        format === 'text'
          ? await openLines(Buffer.from(bytes).toString())
          : format === 'parquet'
            ? await openParquet(memorySource(bytes), { pages: await testPages(), decompress })
            : await openArrow(memorySource(bytes))
      expect(await read(dataset)).toMatchObject({ hashes: ['a', 'c', 'd'].map(hexOf), faults: [] })
    },
  )
})

describe('a line', () => {
  it('is a digest exactly where it is 64 lower-case digits', () => {
    const out = new Uint8Array(40)
    const line = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABg "'), minLength: 60, maxLength: 68 })
    fc.assert(
      fc.property(line, (text) => {
        const bare = text.trim().replace(/^"(.*)"$/s, '$1')
        const kind = readHexDigest(new TextEncoder().encode(text), out, 8)
        expect(kind === 'digest').toBe(/^[0-9a-f]{64}$/.test(bare))
        if (kind === 'digest') expect(Buffer.from(out.subarray(8)).toString('hex')).toBe(bare)
      }),
      { numRuns: 500 },
    )
  })
})
