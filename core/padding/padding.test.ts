import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROW_UNUSABLE } from '../packing/plan/packPlan.ts'
import { numpyPermutation } from '../packing/random/numpyPermutation.ts'
import { fixture } from '../testing/golden.ts'
import { cutRows, type PadBatchesOptions, padBatches, paddingWaste } from './padBatches.ts'
import { createPaddingMask, padSequences } from './padSequences.ts'
import { axolotlMultiple, type PaddingSide } from './padWidth.ts'

const golden = <T>(name: string) => JSON.parse(new TextDecoder().decode(fixture(`padding/${name}.json`))) as T[]

interface PadCase {
  sequences: number[][]
  targetLength: number | null
  padValue: number
  paddingSide: PaddingSide
  padToMultipleOf: number | null
  expected?: number[][]
  error?: string
}

function inRows({ values, numRows, width }: { values: Int32Array; numRows: number; width: number }): number[][] {
  expect(values).toHaveLength(numRows * width)
  return Array.from({ length: numRows }, (_, row) => [...values.subarray(row * width, (row + 1) * width)])
}

describe('padSequences against fast-axolotl', () => {
  it.each(golden<PadCase>('pad_sequences').map((c, i) => [i, c] as const))('case %i', (_i, c) => {
    const offsets = [0]
    for (const sequence of c.sequences) offsets.push(offsets.at(-1)! + sequence.length)
    const flat = { values: Int32Array.from(c.sequences.flat()), offsets: Uint32Array.from(offsets) }
    for (const sequences of [c.sequences, c.sequences.map((sequence) => Int32Array.from(sequence)), flat]) {
      if (c.error) {
        expect(() => padSequences(sequences, c)).toThrow(c.error)
        continue
      }
      const padded = padSequences(sequences, c)
      expect(inRows(padded)).toEqual(c.expected)
      for (const spare of [0, 3]) {
        const into = new Int32Array(padded.values.length + spare).fill(77)
        const again = padSequences(sequences, { ...c, into })
        expect(inRows(again)).toEqual(c.expected)
        expect(again.values.buffer).toBe(into.buffer)
        expect([...into.subarray(padded.values.length)]).toEqual(Array(spare).fill(77))
      }
      const tooShort = new Int32Array(Math.max(0, padded.values.length - 1))
      expect(inRows(padSequences(sequences, { ...c, into: tooShort }))).toEqual(c.expected)
    }
  })

  it('pads rows of every length, cut or not, alike from lists and flat', () => {
    const rows = Array.from({ length: 300 }, (_, length) => Array.from({ length }, (_, i) => (length * 31 + i) | 1))
    for (const targetLength of [null, 200, 7]) {
      for (const paddingSide of ['right', 'left'] as const) {
        const options = { targetLength, paddingSide, padValue: -1 }
        const width = targetLength ?? 299
        const plain = rows.map((row) => {
          const kept = row.slice(0, width)
          const padding = Array<number>(width - kept.length).fill(-1)
          return paddingSide === 'right' ? [...kept, ...padding] : [...padding, ...kept]
        })
        const offsets = Uint32Array.from({ length: 301 }, (_, i) => (i * (i - 1)) / 2)
        expect(inRows(padSequences(rows, options))).toEqual(plain)
        expect(inRows(padSequences({ values: Int32Array.from(rows.flat()), offsets }, options))).toEqual(plain)
      }
    }
  })

  it('has cases of every kind', () => {
    const cases = golden<PadCase>('pad_sequences')
    expect(cases.filter((c) => c.error)).toHaveLength(2)
    expect(cases.some((c) => c.paddingSide === 'left' && c.expected?.length)).toBe(true)
  })

  it('refuses what it cannot hold', () => {
    const invalid = expect.objectContaining({ code: 'argument/invalid' })
    expect(() => padSequences([[2 ** 31]])).toThrow(invalid)
    expect(() => padSequences([[1.5]])).toThrow('item 0 of sequence 0 is 1.5, which does not fit int32')
    expect(() => padSequences([[1], [1, 2, 2 ** 31]], { targetLength: 1 })).toThrow('item 2 of sequence 1 is')
    expect(() => padSequences([[1]], { padValue: 2 ** 31 })).toThrow(invalid)
    expect(() => padSequences([[1]], { targetLength: -1 })).toThrow(invalid)
    expect(() => padSequences([[1]], { padToMultipleOf: Number.NaN })).toThrow(invalid)
    expect(() => padSequences([[1], [2]], { targetLength: 2 ** 30 })).toThrow(
      expect.objectContaining({ code: 'limit/exceeded' }),
    )
  })
})

describe('createPaddingMask against fast-axolotl', () => {
  const cases = golden<{ currentLength: number; targetLength: number; expected: number[] }>('padding_mask')
  it.each(cases)('$currentLength to $targetLength', ({ currentLength, targetLength, expected }) => {
    expect([...createPaddingMask(currentLength, targetLength)]).toEqual(expected)
  })
})

const OPTIONS: PadBatchesOptions = {
  batchSize: 2,
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
}

describe('padBatches', () => {
  const anyLengths = fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(50) }, fc.constant(ROW_UNUSABLE)), {
    maxLength: 60,
  })
  const anyOptions: fc.Arbitrary<PadBatchesOptions> = fc.record({
    batchSize: fc.integer({ min: 1, max: 9 }),
    side: fc.constantFrom('right', 'left'),
    padToMultipleOf: fc.constantFrom(null, 0, 1, 8, 13),
    targetLength: fc.option(fc.nat(60)),
    order: fc.oneof(fc.constantFrom('file', 'length'), fc.record({ shuffleSeed: fc.nat() })),
  })

  it('gives every row one place, and counts what padding its batches really gives', () => {
    fc.assert(
      fc.property(anyLengths, anyOptions, (lengths, options) => {
        const plan = padBatches(Uint32Array.from(lengths), options)
        const usable = lengths.flatMap((length, row) => (length === ROW_UNUSABLE ? [] : [row]))
        expect([...plan.rows].sort((a, b) => a - b)).toEqual(usable)
        const { totals } = plan
        expect(totals).toMatchObject({
          rows: usable.length,
          skippedRows: lengths.length - usable.length,
          batches: Math.ceil(usable.length / options.batchSize),
        })
        const sums = { tokens: 0, padTokens: 0, cutTokens: 0 }
        for (let batch = 0; batch < totals.batches; batch++) {
          const rows = plan.rows.subarray(batch * options.batchSize, (batch + 1) * options.batchSize)
          const sequences = Array.from(rows, (row) => new Int32Array(lengths[row]!).fill(1))
          const padded = padSequences(sequences, { ...options, paddingSide: options.side })
          const tokens = padded.values.reduce((sum, value) => sum + value, 0)
          const all = sequences.reduce((sum, sequence) => sum + sequence.length, 0)
          expect([plan.widths[batch], plan.tokens[batch], plan.padTokens[batch], plan.cutTokens[batch]]).toEqual([
            padded.width,
            tokens,
            padded.values.length - tokens,
            all - tokens,
          ])
          sums.tokens += tokens
          sums.padTokens += padded.values.length - tokens
          sums.cutTokens += all - tokens
        }
        expect(totals).toMatchObject(sums)
        const cut = cutRows(plan, Uint32Array.from(lengths))
        expect(cut).toHaveLength(totals.cutRows)
        expect([...cut]).toEqual([...cut].sort((a, b) => a - b))
        expect(paddingWaste(totals)).toBeCloseTo(
          totals.padTokens === 0 ? 0 : totals.padTokens / (totals.tokens + totals.padTokens),
        )
      }),
    )
  })

  it('takes rows in file order, in numpy order of a seed, or the longest first', () => {
    const lengths = Uint32Array.of(3, 9, ROW_UNUSABLE, 3, 5, 9)
    const rowsIn = (order: PadBatchesOptions['order']) => [...padBatches(lengths, { ...OPTIONS, order }).rows]
    expect(rowsIn('file')).toEqual([0, 1, 3, 4, 5])
    expect(rowsIn('length')).toEqual([1, 5, 4, 0, 3])
    // The seed orders the rows there are, as a trainer that never saw the unusable one would.
    expect(rowsIn({ shuffleSeed: 42 })).toEqual([...numpyPermutation(42, 5)].map((place) => [0, 1, 3, 4, 5][place]))
    expect(rowsIn({ shuffleSeed: 42 })).toEqual([5, 3, 4, 1, 0])
  })

  it('wastes least where rows of one length meet', () => {
    const lengths = Uint32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 500)
    const waste = (order: PadBatchesOptions['order']) =>
      paddingWaste(padBatches(lengths, { ...OPTIONS, batchSize: 8, order }).totals)
    expect(waste('length')).toBeLessThan(waste('file') / 10)
  })

  it('cuts rows over the target and counts them', () => {
    const plan = padBatches(Uint32Array.of(10, 3, 5, 6), { ...OPTIONS, targetLength: 5 })
    expect(plan.totals).toEqual({
      rows: 4,
      skippedRows: 0,
      batches: 2,
      tokens: 18,
      padTokens: 2,
      cutTokens: 6,
      cutRows: 2,
    })
    expect([...cutRows(plan, Uint32Array.of(10, 3, 5, 6))]).toEqual([0, 3])
  })

  it.each([
    { batchSize: 0 },
    { batchSize: 1.5 },
    { targetLength: -1 },
    { padToMultipleOf: -8 },
    { side: 'top' as PaddingSide },
  ])('refuses %o', (wrong) => {
    expect(() => padBatches(Uint32Array.of(1), { ...OPTIONS, ...wrong })).toThrow(
      expect.objectContaining({ code: 'argument/invalid' }),
    )
  })

  it('has no batches without rows', () => {
    const { totals } = padBatches(Uint32Array.of(ROW_UNUSABLE), OPTIONS)
    expect([totals.batches, totals.skippedRows, paddingWaste(totals)]).toEqual([0, 1, 0])
  })
})

describe('axolotlMultiple (axolotl-semantics §3.3)', () => {
  const unset = { padToMultipleOf: null, padToSequenceLen: null, sequenceLen: 1000, samplePacking: false }
  it.each([
    [{ ...unset, padToSequenceLen: true }, 1024],
    [{ ...unset, padToSequenceLen: true, sequenceLen: 512 }, 512],
    [{ ...unset, padToSequenceLen: true, sequenceLen: 4096 }, 4096],
    [{ ...unset, samplePacking: true }, 1024],
    [{ ...unset, samplePacking: true, padToSequenceLen: false }, null],
    [unset, 64],
    [{ ...unset, padToMultipleOf: 8 }, 8],
    [{ ...unset, padToMultipleOf: 8, padToSequenceLen: true }, 1000],
  ])('%o', (options, multiple) => {
    expect(axolotlMultiple(options)).toBe(multiple)
  })
})
