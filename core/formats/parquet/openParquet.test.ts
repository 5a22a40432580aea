import { describe, expect, it } from 'vitest'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { memorySource } from '../../io/memorySource.ts'
import { schemaText } from '../../table/schemas.ts'
import { edgeRanges, fixture, goldenCases, readAll } from '../../testing/golden.ts'
import { countingSource, endlessLookingSource, failingSource, shortSource } from '../../testing/hostileSources.ts'
import { expectSeekEqualsScan } from '../../testing/invariants.ts'
import { kernelsWithPages, testPages } from '../../testing/pages.ts'
import { parquetDecoder } from '../../testing/parquetDecoder.ts'
import { pageCodecs } from './codecs/pageCodecs.ts'
import { openParquet } from './openParquet.ts'

const decompress = pageCodecs(kernelsWithPages, async () => parquetDecoder())
const open = async (source: ByteSource, budget?: Parameters<typeof openParquet>[2]) =>
  openParquet(source, { pages: await testPages(), decompress }, budget)
const small = fixture('parquet/small.parquet')

describe.each(goldenCases('parquet'))('$file', ({ bytes, schema, rows }) => {
  it('reads as pyarrow does', async () => {
    const dataset = await open(memorySource(bytes))
    expect(schemaText(dataset.schema)).toBe(schema)
    expect(dataset.extent).toEqual({ numRows: rows.length, exact: true })
    const read = await readAll(dataset)
    expect(read.rows).toEqual(rows)
    expect(read.issues).toEqual([])
    for (const batch of read.batches) expect(batch.schema).toBe(dataset.schema)
  })

  it('gives every range the rows of a whole scan, in any batch size', async () => {
    const dataset = await open(memorySource(bytes))
    await expectSeekEqualsScan(dataset, rows, (rangeRows) => (rangeRows > 20 ? [50] : [1, 3, 4096]))
  })

  it('reads each column alone, and all of them in another order', async () => {
    const dataset = await open(memorySource(bytes))
    const names = dataset.schema.fields.map((field) => field.name)
    const values = rows.map((row) => JSON.parse(row) as Record<string, unknown>)
    for (const columns of [...names.map((name) => [name]), names.toReversed(), []]) {
      const { rows: found } = await readAll(dataset, { columns })
      const wanted = values.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])))
      expect(found.map((row) => JSON.parse(row))).toEqual(wanted)
    }
  })
})

// Brotli pages take a millisecond each, however small, and here they are decompressed over and over.
const quickCases = goldenCases('parquet').filter(({ file }) => !file.includes('brotli'))
describe.each(quickCases)('$file within next to no memory', ({ bytes, rows }) => {
  const budget = { batchBytes: 100, columnBytes: 50, pageBytes: 0 }

  it('gives every range the rows of a whole scan', async () => {
    const dataset = await open(memorySource(bytes), { budget })
    expect((await readAll(dataset)).rows).toEqual(rows)
    const ranges = edgeRanges(dataset).filter(({ rowStart, rowEnd }) => rowEnd - rowStart < 20)
    for (const range of ranges) {
      const { rows: found } = await readAll(dataset, { ...range, batchRows: 7 })
      expect(found).toEqual(rows.slice(range.rowStart, range.rowEnd))
    }
  })
})

it('goes through a row group from anywhere, and stops when it is left', async () => {
  const numRows = 5000
  const dataset = await open(memorySource(fixture('parquet/one-group.parquet')))
  expect(dataset.splits).toEqual([{ rowStart: 0, rowEnd: numRows }])
  const { rows, batches } = await readAll(dataset, { rowStart: 5, batchRows: 512 })
  expect(rows).toEqual(Array.from({ length: numRows - 5 }, (_, row) => `{"n":${row + 5}}`))
  expect(Math.max(...batches.map((batch) => batch.numRows))).toBeLessThanOrEqual(512)
  for await (const batch of dataset.scan({ rowStart: 7, batchRows: 3 })) {
    expect(batch.numRows).toBe(3)
    break
  }
  expect((await readAll(dataset, { rowStart: 4999 })).rows).toEqual(['{"n":4999}'])
})

describe('a source that is no whole Parquet file', () => {
  it('is refused wherever it is cut', async () => {
    for (let length = 0; length < small.length; length++) {
      const cut = open(memorySource(small.subarray(0, length)))
      await expect(cut, `cut at ${length}`).rejects.toMatchObject({ code: 'format/corrupt' })
    }
  })

  it('is refused, or read, when its footer is damaged', async () => {
    const footer = new DataView(small.buffer).getUint32(small.length - 8, true)
    let refused = 0
    for (let at = small.length - 8 - footer; at < small.length; at++) {
      const bytes = small.slice()
      bytes[at]! ^= 0xff
      try {
        const dataset = await open(memorySource(bytes))
        expect(dataset.extent.numRows).toBe(
          dataset.splits.reduce((rows, split) => rows + split.rowEnd - split.rowStart, 0),
        )
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        expect(['format/corrupt', 'format/unsupported']).toContain(error.code)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(footer / 4)
  })

  it.each([
    ['nothing', new Uint8Array(0), 'format/corrupt', '0 bytes are too few'],
    ['text', new TextEncoder().encode('a,b\n1,2\n3,4\n5,6\n'), 'format/corrupt', 'does not end with PAR1'],
    ['its beginning', small.subarray(0, 500), 'format/corrupt', 'cut off or is still being written'],
    ['encrypted', new TextEncoder().encode('PARE....____PARE'), 'format/unsupported', 'encrypted'],
    [
      'a footer longer than the file',
      Uint8Array.from([...small.subarray(0, -8), 255, 255, 0, 0, 80, 65, 82, 49]),
      'format/corrupt',
      '65535',
    ],
  ])('%s is refused with a code', async (_, bytes, code, message) => {
    const error = await open(memorySource(bytes)).catch((error: unknown) => error)
    expect(error).toMatchObject({ code })
    expect((error as Error).message).toContain(message)
  })

  it('is refused without a known length', async () => {
    await expect(open(endlessLookingSource(memorySource(small)))).rejects.toMatchObject({ code: 'format/unsupported' })
  })
})

describe('a hostile source', () => {
  it('that gives three bytes at a time is read all the same', async () => {
    expect((await readAll(await open(shortSource(memorySource(small), 3)))).rows).toHaveLength(3)
  })

  it('that fails ends the scan at once, and the next one works', async () => {
    const source = memorySource(small)
    let broken = false
    const flaky: ByteSource = {
      byteLength: small.length,
      read: (start, end, signal) => (broken ? failingSource(source, 10) : source).read(start, end, signal),
    }
    const dataset = await open(flaky)
    broken = true
    await expect(readAll(dataset)).rejects.toMatchObject({ code: 'source/read', details: { byte: 10 } })
    expect((await readAll(dataset, { rowStart: 2 })).rows).toHaveLength(1) // the second row group lies elsewhere
    broken = false
    expect((await readAll(dataset)).rows).toHaveLength(3)
  })

  it('that fails while the footer is read', async () => {
    const failing = failingSource(memorySource(small), small.length - 100)
    await expect(open(failing)).rejects.toMatchObject({ code: 'source/read' })
  })

  it('that became shorter is told from a damaged file', async () => {
    let length = small.length
    const source = memorySource(small)
    const dataset = await open({
      byteLength: small.length,
      read: (start, end) => source.read(Math.min(start, length), Math.min(end, length)),
    })
    length = 50
    await expect(readAll(dataset)).rejects.toMatchObject({ code: 'source/changed' })
  })
})

describe('openParquet', () => {
  it('refuses columns and ranges that cannot be before the decoder sees them', async () => {
    const dataset = await open(memorySource(small))
    await expect(readAll(dataset, { columns: ['a', 'z'] })).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(readAll(dataset, { rowStart: -1 })).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('reads the chosen columns of the row groups wanted, once', async () => {
    const source = countingSource(memorySource(fixture('parquet/many-groups.parquet')))
    const dataset = await open(source)
    const opened = source.bytesRead
    await readAll(dataset, { rowStart: 100, rowEnd: 120, columns: ['n'] })
    const one = source.bytesRead - opened
    expect(one).toBeLessThan(700) // 32 int32 and page headers
    await readAll(dataset, { rowStart: 96, rowEnd: 128, columns: ['n'] })
    expect(source.bytesRead - opened).toBe(one)
    await readAll(dataset, { columns: ['n'] })
    await readAll(dataset, { columns: ['n'] })
    expect(source.bytesRead - opened).toBeLessThan(8 * one)
  })

  it('ends when it is aborted, even while a read hangs', async () => {
    const source = memorySource(small)
    let hang = false
    const dataset = await open({
      byteLength: small.length,
      read: (start, end, signal) => (hang ? new Promise(() => {}) : source.read(start, end, signal)),
    })
    hang = true
    const controller = new AbortController()
    const scan = readAll(dataset, { signal: controller.signal })
    controller.abort()
    await expect(scan).rejects.toMatchObject({ name: 'AbortError' })
  })
})
