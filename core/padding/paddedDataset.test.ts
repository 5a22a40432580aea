import type { RecordBatch } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset, ScanRequest } from '../dataset/dataset.ts'
import { selectRows } from '../dataset/selectRows.ts'
import { ROW_UNUSABLE } from '../packing/plan/packPlan.ts'
import type { TokenColumns } from '../packing/rows/rowTokens.ts'
import { fixture } from '../testing/golden.ts'
import { type IntRows, listsOf, type TokenTable, tokenTableDataset } from '../testing/tokenRows.ts'
import { type PadBatchesOptions, type PadOrder, padBatches } from './padBatches.ts'
import { paddedDataset } from './paddedDataset.ts'
import type { PaddingSide } from './padWidth.ts'

const FILL = { padTokenId: 0, labelPadId: -100 }
const OPTIONS: PadBatchesOptions = {
  batchSize: 2,
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
}

const lengthsOf = (rows: IntRows) => Uint32Array.from(rows, (row) => (row ? row.length : ROW_UNUSABLE))

function sourceOf(table: TokenTable): TokenColumns {
  const named = (name: string) => (name in table ? name : null)
  return { ids: 'input_ids', labels: named('labels'), mask: named('attention_mask') }
}

async function rowsOf(view: Dataset, request: ScanRequest = {}) {
  const batches: RecordBatch[] = []
  for await (const batch of view.scan(request)) batches.push(batch)
  const names = (request.columns ?? view.schema.fields.map((field) => field.name)) as string[]
  const column = (name: string) =>
    name === 'batch'
      ? batches.flatMap((batch) => [...(batch.getChild('batch') ?? [])] as number[])
      : listsOf(batches, name)
  return Object.fromEntries(names.map((name) => [name, column(name)]))
}

interface PaddedCase {
  rows: { input_ids: number[]; labels?: number[]; attention_mask?: number[] }[]
  padTokenId: number
  batchSize: number
  side: PaddingSide
  padToMultipleOf: number | null
  targetLength: number | null
  order: PadOrder
  places: number[]
  expected: object
}

describe("padded rows against Hugging Face's collator and fast-axolotl", () => {
  const cases = JSON.parse(new TextDecoder().decode(fixture('padding/padded_rows.json'))) as PaddedCase[]
  it.each(cases.map((c, i) => [i, c] as const))('case %i', async (_i, c) => {
    const names = Object.keys(c.rows[0]!) as (keyof PaddedCase['rows'][0])[]
    const table = Object.fromEntries(names.map((name) => [name, { rows: c.rows.map((row) => row[name]!) }]))
    const plan = padBatches(lengthsOf(table.input_ids!.rows), c)
    expect([...plan.rows]).toEqual(c.places)
    for (const batchRows of [1, 3, 1000]) {
      const view = paddedDataset(tokenTableDataset(table, batchRows), sourceOf(table), plan, { ...FILL, ...c })
      expect(await rowsOf(view)).toEqual(c.expected)
      expect(c.places.map((_, row) => view.rowNumber?.(row))).toEqual(c.places)
    }
  })

  it('has cases of every kind', () => {
    const some = (test: (c: PaddedCase) => boolean) => cases.filter(test).length
    for (const side of ['right', 'left']) expect(some((c) => c.side === side)).toBeGreaterThan(20)
    expect(some((c) => typeof c.order === 'object')).toBeGreaterThan(10)
    expect(some((c) => c.order === 'length')).toBeGreaterThan(10)
    expect(some((c) => c.targetLength === 5)).toBeGreaterThan(5)
    for (const name of ['labels', 'attention_mask'] as const) {
      expect(some((c) => name in c.rows[0]!)).toBeGreaterThan(10)
      expect(some((c) => !(name in c.rows[0]!))).toBeGreaterThan(10)
    }
  })
})

describe('padded views', () => {
  const anyTable = fc.array(
    fc.oneof({ weight: 8, arbitrary: fc.array(fc.nat(99), { maxLength: 7 }) }, fc.constant(null)),
    {
      maxLength: 40,
    },
  )

  it('gives any range as the whole has it, whatever the batches of the source', async () => {
    const ranges = fc.record({ rowStart: fc.nat(45), rowEnd: fc.nat(45), batchRows: fc.integer({ min: 1, max: 9 }) })
    const orders = fc.oneof(fc.constantFrom('file', 'length'), fc.record({ shuffleSeed: fc.nat() }))
    await fc.assert(
      fc.asyncProperty(anyTable, ranges, orders, fc.integer({ min: 1, max: 9 }), async (rows, range, order, size) => {
        const base = tokenTableDataset({ input_ids: { rows } }, size)
        const plan = padBatches(lengthsOf(rows), { ...OPTIONS, order })
        const view = paddedDataset(base, sourceOf({ input_ids: { rows } }), plan, FILL)
        const whole = await rowsOf(view)
        expect(view.extent).toEqual({ numRows: rows.filter(Boolean).length, exact: true })
        const part = await rowsOf(view, range)
        const { rowStart, rowEnd } = range
        for (const [name, column] of Object.entries(part)) {
          expect(column, name).toEqual(rowEnd < rowStart ? [] : whole[name]!.slice(rowStart, rowEnd))
        }
        expect(base.open).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('hands on the columns asked for, and only reads those it needs', async () => {
    const table = {
      input_ids: { rows: [[1, 2], [3]] },
      labels: { rows: [[1, -100], [3]] },
      other: { rows: [[9], [9]] },
    }
    const base = tokenTableDataset(table, 10)
    const view = paddedDataset(base, sourceOf(table), padBatches(Uint32Array.of(2, 1), OPTIONS), FILL)
    expect(await rowsOf(view, { columns: ['batch', 'labels'] })).toEqual({
      batch: [0, 0],
      labels: [
        [1, -100],
        [3, -100],
      ],
    })
    expect(base.requests[0]?.columns).toEqual(['input_ids', 'labels'])
    await expect(rowsOf(view, { columns: ['other'] })).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('makes no batch larger than its budget', async () => {
    const rows = Array.from({ length: 64 }, (_, i) => [i])
    const plan = padBatches(lengthsOf(rows), { ...OPTIONS, targetLength: 300_000 })
    const view = paddedDataset(tokenTableDataset({ input_ids: { rows } }, 64), sourceOf({}), plan, FILL)
    let seen = 0
    for await (const batch of view.scan({})) {
      expect(batch.numRows).toBe(Math.min(4, 64 - seen))
      seen += batch.numRows
    }
    expect(seen).toBe(64)
  })

  it('names rows as the file does: one too wide, one that is gone', async () => {
    const file = tokenTableDataset({ input_ids: { rows: [[1], [2], [3, 4], null] } }, 10)
    const chosen = selectRows(file, Uint32Array.of(2, 3))
    const wide = padBatches(Uint32Array.of(2, ROW_UNUSABLE), { ...OPTIONS, targetLength: 2 ** 27 })
    await expect(rowsOf(paddedDataset(chosen, sourceOf({}), wide, FILL))).rejects.toMatchObject({
      code: 'limit/exceeded',
      message: expect.stringContaining('row 2 is padded to 134217728 positions'),
      details: { row: 2, feature: 'target_length' },
    })
    const before = padBatches(Uint32Array.of(2, 1), OPTIONS)
    await expect(rowsOf(paddedDataset(chosen, sourceOf({}), before, FILL))).rejects.toMatchObject({
      code: 'source/changed',
      message: 'row 3 cannot be padded any more: null',
    })
  })

  it('ends with its signal', async () => {
    const plan = padBatches(Uint32Array.of(1), OPTIONS)
    const view = paddedDataset(tokenTableDataset({ input_ids: { rows: [[1]] } }, 1), sourceOf({}), plan, FILL)
    await expect(rowsOf(view, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
