import { Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../errors.ts'
import { memorySource } from '../../io/memorySource.ts'
import { schemaText } from '../../table/schemas.ts'
import { testCodecs } from '../../testing/codecs.ts'
import { edgeRanges, fixture, goldenCases, jsonRows, readAll } from '../../testing/golden.ts'
import {
  countingSource,
  cutSource,
  endlessLookingSource,
  failingSource,
  intoSource,
  poisonedSource,
  shortSource,
} from '../../testing/hostileSources.ts'
import { expectSeekEqualsScan, outcomeOf } from '../../testing/invariants.ts'
import { openArrow } from './openArrow.ts'

const codecs = async () => testCodecs()
const open = (bytes: Uint8Array) => openArrow(memorySource(bytes), { codecs })

const cases = [...goldenCases('arrow'), ...goldenCases('arrow-compressed')]

describe.each(cases)('$file', ({ bytes, schema, rows }) => {
  it('reads as pyarrow does', async () => {
    const dataset = await open(bytes)
    expect(schemaText(dataset.schema)).toBe(schema)
    expect(dataset.extent).toEqual({ numRows: rows.length, exact: true })
    const read = await readAll(dataset)
    expect(read.rows).toEqual(rows)
    expect(read.issues).toEqual([])
    for (const batch of read.batches) expect(batch.schema).toBe(dataset.schema)
  })

  it('gives every range the rows of a whole scan, in any batch size', async () => {
    const dataset = await open(bytes)
    await expectSeekEqualsScan(dataset, rows)
  })

  it('gives the same in windows of 64 rows at most, decoded again each time', async () => {
    const budget = { wholeBytes: 0, windowBytes: 1, cacheBytes: 0 }
    const dataset = await openArrow(memorySource(bytes), { budget, codecs })
    for (const range of edgeRanges(dataset)) {
      expect((await readAll(dataset, range)).rows).toEqual(rows.slice(range.rowStart, range.rowEnd))
    }
  })

  it.each([
    ['whole batches', 1e9, 1e9],
    ['windows', 0, 1],
  ])(
    'gives the same to whoever keeps no batch, in memory that is used again: %s',
    async (_, wholeBytes, windowBytes) => {
      const budget = { wholeBytes, windowBytes, cacheBytes: 0 }
      const dataset = await openArrow(intoSource(memorySource(bytes)), { budget, codecs })
      for (const range of edgeRanges(dataset)) {
        const found: string[] = []
        for await (const batch of dataset.scan({ ...range, transient: true })) found.push(...jsonRows([batch]))
        expect(found).toEqual(rows.slice(range.rowStart, range.rowEnd))
      }
    },
  )

  it('has splits that give its rows, however large they are', async () => {
    for (const splitBytes of [1, 100, 1000]) {
      const dataset = await openArrow(memorySource(bytes), { codecs, splitBytes })
      const found: string[] = []
      for (const split of dataset.splits) found.push(...(await readAll(dataset, split)).rows)
      expect(found).toEqual(rows)
      expect(dataset.splits.every(({ rowStart, rowEnd }) => rowStart < rowEnd)).toBe(true)
    }
  })

  it('reads the same in pieces of three bytes', async () => {
    expect((await readAll(await openArrow(shortSource(memorySource(bytes), 3), { codecs }))).rows).toEqual(rows)
  })

  it('reads columns in any order', async () => {
    const dataset = await open(bytes)
    const columns = [...new Set(dataset.schema.fields.map((field) => field.name))].reverse()
    const { rows: found, batches } = await readAll(dataset, { columns })
    for (const batch of batches) expect(batch.schema.fields.map((field) => field.name)).toEqual(columns)
    const turned = rows.map((row) => {
      const values = JSON.parse(row) as Record<string, unknown>
      return Object.fromEntries(columns.map((name) => [name, values[name]]))
    })
    // Of columns with the same name the first counts, and JSON.parse keeps the last.
    if (columns.length === dataset.schema.fields.length) expect(found.map((row) => JSON.parse(row))).toEqual(turned)
  })
})

const outcome = (bytes: Uint8Array) => outcomeOf(async () => readAll(await open(bytes)))

describe('a cut or damaged source', () => {
  it.each(['small.arrow', 'small.arrows', 'legacy.arrows', 'lz4.arrow', 'zstd.arrow'])(
    '%s cut at every byte gives whole batches or an error',
    async (file) => {
      const { bytes, rows } = cases.find((golden) => golden.file === file)!
      const kept = new Set<number>()
      for (let length = 0; length < bytes.length; length++) {
        const result = await outcome(bytes.subarray(0, length))
        if (result instanceof EngineError) {
          expect(result.code, `cut at ${length}`).toBe('format/corrupt')
          continue
        }
        expect(rows.slice(0, result.rows.length)).toEqual(result.rows)
        expect([0, 2, 3]).toContain(result.rows.length)
        kept.add(result.rows.length)
        // Only a stream that ends exactly between two messages is not surely cut.
        const [issue, ...more] = result.issues
        expect(more, `cut at ${length}`).toEqual([])
        expect(issue?.code, `cut at ${length}`).toMatch(/^arrow\/(cut-off|no-end-mark)$/)
        expect(issue?.severity).toBe(issue?.code === 'arrow/cut-off' ? 'error' : 'warning')
      }
      expect([...kept].sort()).toEqual([0, 2, 3])
    },
  )

  it.each([
    'small.arrow',
    'small.arrows',
    'more-types.arrow',
    'dictionary-deltas.arrow',
    'nested.arrows',
    'stored-only.arrow',
    'nested-dictionaries.arrow',
    'lz4.arrow',
    'zstd.arrows',
  ])(
    '%s with any eight bytes overwritten gives rows, issues or a coded error',
    async (file) => {
      const source = memorySource(cases.find((golden) => golden.file === file)!.bytes)
      const codes = new Set<string>()
      // Large files are gone through in larger steps.
      const step = source.byteLength! > 4000 ? 12 : 4
      for (let start = 0; start < source.byteLength!; start += step) {
        for (const fill of [0, 0x7f, 0xff]) {
          try {
            await readAll(await openArrow(poisonedSource(source, start, start + 8, fill), { codecs }))
          } catch (error) {
            if (!(error instanceof EngineError)) throw new Error(`byte ${start} as ${fill}`, { cause: error })
            codes.add(error.code)
          }
        }
      }
      expect(codes).toContain('format/corrupt')
      for (const code of codes) {
        expect(['format/corrupt', 'format/unsupported', 'compression/corrupt', 'limit/exceeded']).toContain(code)
      }
    },
    20_000,
  )

  it('tells of a source that fails, and works again when it does', async () => {
    const bytes = fixture('arrow/small.arrow')
    let broken = true
    const good = memorySource(bytes)
    const bad = failingSource(good, 300)
    const dataset = await openArrow({
      byteLength: bytes.length,
      read: (start, end, signal) => (broken && end - start > 250 ? bad : good).read(start, end, signal),
    })
    await expect(readAll(dataset)).rejects.toMatchObject({ code: 'source/read' })
    broken = false
    expect((await readAll(dataset)).rows).toHaveLength(3)
  })

  it('tells of a file cut after it was opened', async () => {
    const source = memorySource(fixture('arrow/nested.arrow'))
    const { byteLength } = source
    let length = byteLength!
    const dataset = await openArrow({
      byteLength,
      read: (start, end, signal) => cutSource(source, length).read(start, end, signal),
    })
    length = 1500
    await expect(readAll(dataset)).rejects.toMatchObject({ code: 'source/changed' })
  })

  it('reads files and streams of unknown length', async () => {
    for (const file of ['small.arrow', 'small.arrows']) {
      const read = await readAll(await openArrow(endlessLookingSource(memorySource(fixture(`arrow/${file}`)))))
      expect(read.rows).toHaveLength(3)
      expect(read.issues).toEqual([])
    }
  })
})

it('reads a batch larger than a window in windows', async () => {
  const numRows = 1000
  const numbers = Int32Array.from({ length: numRows }, (_, row) => row)
  const texts = Array.from(numbers, (row) => 'x'.repeat(row % 50))
  const table = new Table({ n: vectorFromArray(numbers), t: vectorFromArray(texts, new Utf8()) })
  const budget = { wholeBytes: 1000, windowBytes: 4000, cacheBytes: 20_000 }
  const source = countingSource(memorySource(tableToIPC(table, 'file')))
  const dataset = await openArrow(source, { budget })
  const wanted = Array.from(numbers, (row) => `{"n":${row},"t":"${texts[row]}"}`)
  expect((await readAll(dataset)).rows).toEqual(wanted)
  for (const [rowStart, rowEnd] of [
    [0, 1],
    [127, 129],
    [500, 900],
    [999, 1000],
  ] as const) {
    expect((await readAll(dataset, { rowStart, rowEnd })).rows).toEqual(wanted.slice(rowStart, rowEnd))
  }
  const before = source.bytesRead
  expect((await readAll(dataset, { rowStart: 990, columns: ['n'] })).rows).toHaveLength(10)
  expect(source.bytesRead - before).toBeLessThanOrEqual(4000)
})

describe('openArrow', () => {
  it.each(['lz4.arrow', 'zstd.arrows'])('refuses %s where there are no decoders', async (file) => {
    const error = await openArrow(memorySource(fixture(`arrow-compressed/${file}`))).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'compression/unsupported' })
  })

  it('refuses columns and ranges that cannot be', async () => {
    const dataset = await open(fixture('arrow/small.arrow'))
    await expect(readAll(dataset, { columns: ['a', 'z'] })).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(readAll(dataset, { rowStart: -1 })).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(readAll(dataset, { rowEnd: 1.5 })).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(readAll(dataset, { batchRows: 0 })).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('reads each batch once while it is kept', async () => {
    const source = countingSource(memorySource(fixture('arrow/scalars.arrow')))
    const dataset = await openArrow(source)
    await readAll(dataset)
    const { reads } = source
    await readAll(dataset, { rowStart: 1, rowEnd: 5 })
    expect(source.reads).toBe(reads)
  })

  it('ends a scan that is aborted, with AbortError', async () => {
    const dataset = await open(fixture('arrow/scalars.arrow'))
    const controller = new AbortController()
    const rows = dataset.scan({ batchRows: 1, signal: controller.signal })
    const scan = async () => {
      for await (const batch of rows) {
        expect(batch.numRows).toBe(1)
        controller.abort()
      }
    }
    await expect(scan()).rejects.toMatchObject({ name: 'AbortError' })
    await expect(
      openArrow(memorySource(fixture('arrow/small.arrow')), { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' })
  })
})
