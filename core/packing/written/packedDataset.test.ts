import type { RecordBatch } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset, ScanRequest } from '../../dataset/dataset.ts'
import { EngineError } from '../../errors.ts'
import { fixture } from '../../testing/golden.ts'
import { naivePacks } from '../../testing/naivePacks.ts'
import { type IntRows, type ItemType, type ListType, listsOf, tokenTableDataset } from '../../testing/tokenRows.ts'
import { DEFAULT_PLAN_OPTIONS, type PackLayout, type PackStrategy, type PlanOptions } from '../plan/packOptions.ts'
import { numPacks, type PackPlan, ROW_UNUSABLE } from '../plan/packPlan.ts'
import { planPacks } from '../plan/planPacks.ts'
import { clipPack } from './clipPack.ts'
import { packedSchema } from './materialize.ts'
import { packedDataset } from './packedDataset.ts'
import { packLayout } from './packLayout.ts'
import type { PackFill } from './packWindow.ts'

const FILL: PackFill = { padTokenId: 0, eosTokenId: 2, labelPadId: -100 }
const SOURCE = { ids: 'input_ids', labels: 'labels', mask: 'attention_mask' }
const IDS_ONLY = { ids: 'input_ids', labels: null, mask: null }
const PLAIN: PackLayout = {
  appended: [],
  attentionMask: 'none',
  positionIds: 'none',
  positionTail: 'zeros',
  seqLengths: false,
  ignoreFirstLabel: false,
  labelsFromIds: false,
  padTo: 'used',
}

const options = (strategy: PackStrategy, sequenceLen: number, more: Partial<PlanOptions> = {}): PlanOptions => ({
  ...DEFAULT_PLAN_OPTIONS,
  strategy,
  sequenceLen,
  ...more,
})
const lengthsOf = (rows: IntRows) => Uint32Array.from(rows, (row) => (row ? row.length : ROW_UNUSABLE))

async function packsOf(view: Dataset, request: ScanRequest = {}) {
  const batches: RecordBatch[] = []
  for await (const batch of view.scan(request)) batches.push(batch)
  const names = (request.columns ?? view.schema.fields.map((field) => field.name)) as string[]
  return Object.fromEntries(names.map((name) => [name, listsOf(batches, name)]))
}

interface GreedyCase extends PackFill {
  name: string
  sequences: number[][]
  maxLength: number
  expected: object
}
interface ConcatCase {
  name: string
  quirk: boolean
  inputIds: number[][]
  labels: number[][]
  attentionMasks: number[][]
  maxLength: number
  padTokenId: number
  labelPadId: number
  expected: object
}
const golden = <T>(name: string) => JSON.parse(new TextDecoder().decode(fixture(`packing/${name}.json`))) as T[]

describe('packs against fast-axolotl', () => {
  it.each(golden<GreedyCase>('greedy').map((c) => [c.name, c] as const))('greedy: %s', async (_name, c) => {
    const settings = options('greedy', c.maxLength, { excess: 'error' })
    const plan = planPacks(lengthsOf(c.sequences), settings)
    for (const batchRows of [1, 3, 1000]) {
      // Labels and mask of the source are there, and not read: the rule makes its own.
      const table = { input_ids: { rows: c.sequences }, labels: { rows: c.sequences.map(() => [5]) } }
      const base = tokenTableDataset(table, batchRows)
      const source = { ids: 'input_ids', labels: 'labels', mask: null }
      expect(await packsOf(packedDataset(base, source, plan, packLayout(settings), c))).toEqual(c.expected)
    }
  })

  const concat = golden<ConcatCase>('concat').filter((c) => !c.quirk)
  it.each(concat.map((c) => [c.name, c] as const))('concat: %s', async (_name, c) => {
    const settings = options('concat', c.maxLength, { excess: 'truncate' })
    const plan = planPacks(lengthsOf(c.inputIds), settings)
    const table = {
      input_ids: { rows: c.inputIds },
      labels: { rows: c.labels, item: 'int64' },
      attention_mask: { rows: c.attentionMasks, item: 'int8' },
    } as const
    const fill = { ...c, eosTokenId: 2 }
    expect(await packsOf(packedDataset(tokenTableDataset(table, 2), SOURCE, plan, packLayout(settings), fill))).toEqual(
      c.expected,
    )
  })
})

describe("Axolotl's packed collators (axolotl-semantics §3.3)", () => {
  const rows = {
    ids: [
      [11, 12, 13],
      [21, 22],
    ],
    labels: [
      [-100, 12, 13],
      [-100, 22],
    ],
    mask: [
      [1, 1, 1],
      [1, 1],
    ],
  }
  const table = { input_ids: { rows: rows.ids }, labels: { rows: rows.labels }, attention_mask: { rows: rows.mask } }
  const v2: PackLayout = {
    ...PLAIN,
    attentionMask: 'segments',
    positionIds: 'restart',
    positionTail: 'restart',
    padTo: { multipleOf: 8 },
  }
  const plan = planPacks(Uint32Array.of(3, 2), options('multipack', 8))

  it.each([
    ['V2', v2, [1, 1, 1, 2, 2, 0, 0, 0]],
    ['V1', { ...v2, attentionMask: 'ones' } as PackLayout, [1, 1, 1, 1, 1, 0, 0, 0]],
  ])('%s', async (_name, layout, mask) => {
    expect(await packsOf(packedDataset(tokenTableDataset(table, 1), SOURCE, plan, layout, FILL))).toEqual({
      input_ids: [[11, 12, 13, 21, 22, 0, 0, 0]],
      labels: [[-100, 12, 13, -100, 22, -100, -100, -100]],
      attention_mask: [mask],
      position_ids: [[0, 1, 2, 0, 1, 0, 1, 2]],
    })
  })
})

describe('torchtune (axolotl-semantics §10)', () => {
  const rows = [[1, 1, 1], [2, 2], [3, 3, 3], [4]]
  it.each([
    [
      'drop',
      [
        [1, 1, 1, 2, 2, 0],
        [3, 3, 3, 4, 0, 0],
      ],
      [
        [0, 1, 2, 0, 1, 2],
        [0, 1, 2, 0, 1, 2],
      ],
    ],
    [
      'split',
      [
        [1, 1, 1, 2, 2, 3],
        [3, 3, 4, 0, 0, 0],
      ],
      [
        [0, 1, 2, 0, 1, 0],
        [1, 2, 0, 1, 2, 3],
      ],
    ],
  ] as const)('%s', async (excess, ids, positions) => {
    const settings = options('torchtune', 6, { excess })
    const view = packedDataset(
      tokenTableDataset({ input_ids: { rows } }, 2),
      IDS_ONLY,
      planPacks(lengthsOf(rows), settings),
      packLayout(settings),
      FILL,
    )
    expect(await packsOf(view)).toMatchObject({ input_ids: ids, position_ids: positions })
  })
})

/** Any plan at all: rows in any order, cut, in pieces, twice; packs without segments. */
const anyPlan = fc
  .record({
    rows: fc.array(fc.option(fc.array(fc.integer({ min: -5, max: 99 }), { maxLength: 30 }), { freq: 9 }), {
      minLength: 1,
      maxLength: 30,
    }),
    sequenceLen: fc.integer({ min: 1, max: 40 }),
    picks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.boolean()), { maxLength: 40 }),
    added: fc.integer({ min: 0, max: 2 }),
    inOrder: fc.boolean(),
  })
  .map(({ rows, sequenceLen, picks, added, inOrder }) => {
    const usable = rows.flatMap((row, i) => (row ? [i] : []))
    const segments =
      usable.length === 0
        ? []
        : picks.map(([pick, a, b, opens]) => {
            const row = usable[pick % usable.length]!
            const length = rows[row]!.length
            const start = a % (length + 1)
            return { row, start, length: b % (length - start + 1), opens }
          })
    if (inOrder) segments.sort((a, b) => a.row - b.row)
    const packOffsets = [
      0,
      ...segments.flatMap(({ opens }, i) => (opens ? (i % 5 === 4 ? [i, i] : [i]) : [])),
      segments.length,
    ]
    const plan: PackPlan = {
      sequenceLen,
      packOffsets: Uint32Array.from(packOffsets),
      segmentRows: Uint32Array.from(segments, ({ row }) => row),
      segmentStarts: Uint32Array.from(segments, ({ start }) => start),
      segmentLengths: Uint32Array.from(segments, ({ length }) => length),
      segmentFlags: new Uint8Array(segments.length),
      addedPerSegment: added,
      account: planPacks(new Uint32Array(0), options('none', 1)).account,
    }
    return { rows, plan, appended: (['eos', 'pad'] as const).slice(0, added) }
  })

const anyLayout: fc.Arbitrary<Omit<PackLayout, 'appended'>> = fc.record({
  attentionMask: fc.constantFrom('ones', 'segments', 'none'),
  positionIds: fc.constantFrom('none', 'restart', 'source'),
  positionTail: fc.constantFrom('restart', 'zeros', 'continue'),
  seqLengths: fc.boolean(),
  ignoreFirstLabel: fc.boolean(),
  labelsFromIds: fc.boolean(),
  padTo: fc.oneof(
    fc.constantFrom<PackLayout['padTo']>('capacity', 'used'),
    fc.record({ multipleOf: fc.integer({ min: 1, max: 20 }) }),
  ),
})
const anyTypes = fc.record({
  item: fc.constantFrom<ItemType>('int8', 'int32', 'int64'),
  list: fc.constantFrom<ListType>('list', 'large'),
  batchRows: fc.integer({ min: 1, max: 12 }),
  hasLabels: fc.boolean(),
  hasMask: fc.boolean(),
  padTokenId: fc.constantFrom(0, 7),
})

describe('clipPack', () => {
  it('begins every pack as the whole pack begins, whatever its layout', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, anyLayout, fc.boolean(), async ({ rows, plan, appended }, rest, hasLabels) => {
        const layout: PackLayout = { ...rest, appended }
        const labels = hasLabels ? rows.map((row) => row?.map((id) => (id % 3 === 0 ? -100 : id)) ?? null) : null
        const base = tokenTableDataset({ input_ids: { rows }, ...(labels && { labels: { rows: labels } }) }, 5)
        const source = { ids: 'input_ids', labels: labels && 'labels', mask: null }
        const columns = packedSchema(layout).fields.map(({ name }) => name)
        const lists = columns.filter((name) => name !== 'seq_lengths')
        const whole = await packsOf(packedDataset(base, source, plan, layout, FILL), { columns: lists })
        for (let pack = 0; pack < numPacks(plan); pack++) {
          const width = whole.input_ids![pack]!.length
          for (const positions of [1, 3, 7, width - 1].filter((some) => some > 0 && some < width)) {
            const clipped = clipPack(plan, layout, pack, positions)
            const begun = await packsOf(packedDataset(base, source, clipped.plan, clipped.layout, FILL), {
              columns: lists,
            })
            for (const name of lists) {
              expect(begun[name]![0]!.slice(0, positions), name).toEqual(whole[name]![pack]!.slice(0, positions))
              expect(begun[name]![0]!.length).toBeLessThanOrEqual(2 * positions + 2)
            }
          }
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('packedDataset', () => {
  it('writes every plan in every layout as the words of the layout say, whole and in part', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlan,
        anyLayout,
        anyTypes,
        fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 5 })),
        async ({ rows, plan, appended }, rest, types, [a, b, batchRows]) => {
          const layout: PackLayout = { ...rest, appended }
          const labels = types.hasLabels
            ? rows.map((row) => row?.map((id) => (id % 3 === 0 ? -100 : id)) ?? null)
            : null
          const mask = types.hasMask ? rows.map((row) => row?.map((id) => Math.abs(id) % 3) ?? null) : null
          const base = tokenTableDataset(
            {
              input_ids: { rows, item: types.item, list: types.list },
              ...(labels && { labels: { rows: labels, item: types.item } }),
              ...(mask && { attention_mask: { rows: mask, item: types.item, list: types.list } }),
            },
            types.batchRows,
          )
          const fill = { ...FILL, padTokenId: types.padTokenId }
          const source = { ids: 'input_ids', labels: labels && 'labels', mask: mask && 'attention_mask' }
          const expected = naivePacks(plan, layout, fill, { ids: rows, labels, mask })
          const view = packedDataset(base, source, plan, layout, fill)
          expect(await packsOf(view)).toEqual(expected)
          const [rowStart, rowEnd] = [Math.min(a, b), Math.max(a, b)]
          const part = await packsOf(view, { rowStart, rowEnd, batchRows })
          for (const [name, lists] of Object.entries(expected))
            expect(part[name]).toEqual(lists.slice(rowStart, rowEnd))
          expect(base.open).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('gives the columns asked for, in batches no larger than asked for', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => [n, n])
    const layout: PackLayout = { ...PLAIN, attentionMask: 'ones', positionIds: 'restart', seqLengths: true }
    const plan = planPacks(lengthsOf(rows), options('bfd', 4))
    const view = packedDataset(tokenTableDataset({ input_ids: { rows } }, 7), IDS_ONLY, plan, layout, FILL)
    for await (const batch of view.scan({ columns: ['seq_lengths', 'input_ids'], batchRows: 3 })) {
      expect(batch.schema.fields.map((field) => field.name)).toEqual(['seq_lengths', 'input_ids'])
      expect(batch.numRows).toBeLessThanOrEqual(3)
    }
    expect(packedSchema(layout).fields.map((field) => `${field.name}: ${field.type}`)).toEqual([
      'input_ids: List<Int32>',
      'labels: List<Int32>',
      'attention_mask: List<Int8>',
      'position_ids: List<Int32>',
      'seq_lengths: List<Int32>',
    ])
  })

  it('reads the rows of a short request only, near ones by one scan, and skips far gaps', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => [n])
    const base = tokenTableDataset({ input_ids: { rows } }, 4096)
    const wanted = [19_000, 3, 12_000, 19_500, 5, 12_001]
    const plan: PackPlan = {
      ...planPacks(new Uint32Array(0), options('none', 8)),
      packOffsets: Uint32Array.of(0, 3, 6),
      segmentRows: Uint32Array.from(wanted),
      segmentLengths: new Uint32Array(6).fill(1),
      segmentFlags: new Uint8Array(6),
    }
    const view = packedDataset(base, IDS_ONLY, plan, PLAIN, FILL)
    expect(await packsOf(view)).toMatchObject({ input_ids: [wanted.slice(0, 3), wanted.slice(3)] })
    expect(base.requests.map(({ rowStart, rowEnd }) => [rowStart, rowEnd])).toEqual([
      [3, 6],
      [12_000, 12_002],
      [19_000, 19_501],
    ])
    base.requests.length = 0
    await packsOf(view, { rowStart: 1, rowEnd: 2 })
    expect(base.requests.map(({ rowStart, rowEnd }) => [rowStart, rowEnd])).toEqual([
      [5, 6],
      [12_001, 12_002],
      [19_500, 19_501],
    ])
  })

  it('gathers more packs than a window holds in several passes', async () => {
    const rows = Array.from({ length: 11 }, (_, n) => [n + 1])
    const base = tokenTableDataset({ input_ids: { rows } }, 4)
    const width = 2 ** 22
    const plan: PackPlan = {
      ...planPacks(new Uint32Array(0), options('none', width)),
      packOffsets: Uint32Array.from({ length: 12 }, (_, i) => i),
      segmentRows: Uint32Array.from({ length: 11 }, (_, i) => 10 - i),
      segmentLengths: new Uint32Array(11).fill(1),
      segmentFlags: new Uint8Array(11),
    }
    const view = packedDataset(base, IDS_ONLY, plan, { ...PLAIN, padTo: 'capacity' }, FILL)
    const first: number[] = []
    for await (const batch of view.scan({ columns: ['input_ids'] })) {
      const { values } = batch.getChild('input_ids')!.data[0]!.children[0]!
      for (let i = 0; i < batch.numRows; i++)
        first.push(...(batch.getChild('input_ids')!.get(i)!.slice(0, 2) as number[]))
      expect(values.length).toBeLessThanOrEqual(5 * width)
    }
    expect(first).toEqual(rows.toReversed().flatMap(([id]) => [id, 0]))
    expect(base.requests.map(({ rowStart, rowEnd }) => [rowStart, rowEnd])).toEqual([
      [6, 11],
      [1, 6],
      [0, 1],
    ])
  })

  it('reads packs in row order by one scan, however many batches they make', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => [n, n, n])
    const base = tokenTableDataset({ input_ids: { rows } }, 13)
    const plan = planPacks(lengthsOf(rows), options('multipack_sequential', 10))
    const view = packedDataset(base, IDS_ONLY, plan, PLAIN, FILL)
    let batches = 0
    for await (const batch of view.scan({ batchRows: 2 })) batches += batch.numRows > 0 ? 1 : 0
    expect(batches).toBe(Math.ceil(numPacks(plan) / 2))
    expect(base.requests).toHaveLength(1)
    expect(base.requests[0]?.columns).toEqual(['input_ids'])
  })

  it('says so when the data under a plan changed', async () => {
    const settings = options('greedy', 12)
    const plan = planPacks(Uint32Array.of(3, 3), settings)
    const over = (rows: IntRows) =>
      packsOf(packedDataset(tokenTableDataset({ input_ids: { rows } }, 10), IDS_ONLY, plan, packLayout(settings), FILL))
    await expect(over([[5, 5, 5], [5]])).rejects.toMatchObject({ code: 'source/changed', details: { row: 1 } })
    await expect(over([[5, 5, 5]])).rejects.toMatchObject({ code: 'source/changed', details: { row: 1 } })
    await expect(over([null, [5, 5, 5]])).rejects.toMatchObject({ code: 'source/changed', details: { row: 0 } })
    await expect(
      over([
        [5, null, 5],
        [5, 5, 5],
      ]),
    ).rejects.toMatchObject({ code: 'argument/invalid', details: { row: 0 } })
    expect(
      (
        await over([
          [5, 5, 5],
          [5, 5, 5, 9],
        ])
      ).input_ids,
    ).toEqual([[5, 5, 5, 2, 0, 5, 5, 5, 2, 0, 0, 0]])
  })

  it('refuses ragged rows with their number, and rows a plan left out do no harm', async () => {
    const table = { input_ids: { rows: [[1, 2], [3, 4], [5]] }, labels: { rows: [[1], [3, 4], [5]] } }
    const source = { ids: 'input_ids', labels: 'labels', mask: null }
    const view = (lengths: Uint32Array) =>
      packedDataset(tokenTableDataset(table, 3), source, planPacks(lengths, options('none', 4)), PLAIN, FILL)
    await expect(packsOf(view(Uint32Array.of(2, 2, 1)))).rejects.toMatchObject({
      code: 'argument/invalid',
      message: 'row 0: 2 input_ids beside 1 labels',
      details: { row: 0 },
    })
    expect(await packsOf(view(Uint32Array.of(ROW_UNUSABLE, 2, 1)))).toEqual({
      input_ids: [[3, 4], [5]],
      labels: [[3, 4], [5]],
    })
  })

  it('passes failures on and ends what it began, also when the reader leaves early or aborts', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => [n])
    const plan = planPacks(lengthsOf(rows), options('multipack_sequential', 5))
    const base = tokenTableDataset({ input_ids: { rows } }, 10)
    const failing: Dataset = {
      ...base,
      async *scan(request) {
        let row = request.rowStart ?? 0
        for await (const batch of base.scan(request)) {
          if (row + batch.numRows > 60) throw new EngineError('source/read', 'bad disk')
          yield batch
          row += batch.numRows
        }
      },
    }
    await expect(packsOf(packedDataset(failing, IDS_ONLY, plan, PLAIN, FILL))).rejects.toMatchObject({
      code: 'source/read',
    })
    expect(base.open).toBe(0)

    const view = packedDataset(base, IDS_ONLY, plan, PLAIN, FILL)
    for await (const batch of view.scan({ batchRows: 1 })) {
      expect(batch.numRows).toBe(1)
      break
    }
    expect(base.open).toBe(0)

    const controller = new AbortController()
    const aborted = (async () => {
      for await (const _ of view.scan({ batchRows: 1, signal: controller.signal })) controller.abort()
    })()
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
    expect(base.open).toBe(0)
  })

  it('refuses packs too long to write with a code, and bad ranges', async () => {
    const plan = planPacks(Uint32Array.of(1), options('concat', 2 ** 31 - 1))
    const base = tokenTableDataset({ input_ids: { rows: [[1]] } }, 1)
    const view = packedDataset(base, IDS_ONLY, plan, { ...PLAIN, padTo: 'capacity' }, FILL)
    await expect(packsOf(view)).rejects.toMatchObject({ code: 'limit/exceeded' })
    await expect(packsOf(view, { rowStart: -1 })).rejects.toMatchObject({ code: 'argument/invalid' })
    expect(await packsOf(view, { rowStart: 5 })).toEqual({ input_ids: [], labels: [] })
  })
})
