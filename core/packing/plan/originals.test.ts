import { describe, expect, it } from 'vitest'
import { fixture } from '../../testing/golden.ts'
import { naivePacks } from '../../testing/naivePacks.ts'
import { type Piece, piecesOf, planOptions, rowsOf } from '../../testing/planCases.ts'
import { FirstFit } from '../bins/firstFit.ts'
import { packLayout } from '../written/packLayout.ts'
import type { PlanOptions } from './packOptions.ts'
import { planPacks } from './planPacks.ts'

/** A plan of an original: rows of each pack, or pieces where empty rows cannot be seen; columns where it writes them. */
interface PlanCase {
  lengths: number[]
  strategy: PlanOptions['strategy']
  options: Partial<PlanOptions> & { sequenceLen: number }
  packs?: number[][]
  pieces?: Piece[][]
  inputPos?: number[][]
  seqLens?: number[][]
  attentionMask?: number[][]
  positionIds?: number[][]
}

/** Axolotl's `pack_group` alone, which takes rows longer than a pack. */
interface FirstFitCase {
  lengths: number[]
  firstFit: { capacity: number; binSize: number }
  packs: number[][]
}

interface GoldenFile {
  original: string
  cases: (PlanCase | FirstFitCase)[]
}

const files = ['axolotl', 'fast_axolotl', 'llamafactory', 'nemo', 'swift', 'swift_emptiest', 'torchtune', 'trl']
const goldens = files.map((name) => {
  return JSON.parse(new TextDecoder().decode(fixture(`packing/${name}.json`))) as GoldenFile
})

function comparePlan(c: PlanCase): void {
  const options = planOptions({ ...c.options, strategy: c.strategy })
  const plan = planPacks(Uint32Array.from(c.lengths), options)
  if (c.packs) expect(rowsOf(plan)).toEqual(c.packs)
  else expect(piecesOf(plan).map((pieces) => pieces.filter(([, , length]) => length > 0))).toEqual(c.pieces)
  const ids = c.lengths.map((length) => new Array<number>(length).fill(7))
  const fill = { padTokenId: 0, eosTokenId: 2, labelPadId: -100 }
  const columns = naivePacks(plan, packLayout(options), fill, { ids, labels: null, mask: null })
  if (c.inputPos) expect(columns.position_ids).toEqual(c.inputPos)
  if (c.attentionMask) expect(columns.attention_mask).toEqual(c.attentionMask)
  if (c.positionIds) expect(columns.position_ids).toEqual(c.positionIds)
  // torchtune appends the length of the padding to its seq_lens; ours are of segments.
  if (c.seqLens) {
    const { sequenceLen } = options
    const padded = (columns.seq_lengths ?? []).map((lengths) => {
      const tail = sequenceLen - lengths.reduce((sum, length) => sum + length, 0)
      return tail > 0 ? [...lengths, tail] : lengths
    })
    expect(padded).toEqual(c.seqLens)
  }
}

function compareFirstFit({ lengths, firstFit, packs }: FirstFitCase): void {
  const bins = new FirstFit(firstFit.capacity, firstFit.binSize)
  bins.start(Math.min(...lengths))
  const found: number[][] = []
  for (const [item, length] of lengths.entries()) {
    const bin = bins.place(length, 1)
    found[bin] = [...(found[bin] ?? []), item]
  }
  expect(found).toEqual(packs)
}

describe('plans the trainers made themselves', () => {
  const agreement: { strategy: string; original: string; cases: number; equal: number }[] = []

  for (const { original, cases } of goldens) {
    const strategies = new Set(cases.map((c) => ('strategy' in c ? c.strategy : 'multipack')))
    it.each([...strategies])(`${original}: %s`, (strategy) => {
      const own = cases.filter((c) => ('strategy' in c ? c.strategy : 'multipack') === strategy)
      for (const c of own) {
        if ('firstFit' in c) compareFirstFit(c)
        else comparePlan(c)
      }
      agreement.push({ strategy, original, cases: own.length, equal: own.length })
    })
  }

  it('agrees in as many cases as the table of agreement says', async () => {
    const lines = agreement.map((line) => JSON.stringify(line)).join(',\n')
    await expect(`[\n${lines}\n]\n`).toMatchFileSnapshot('../../fixtures/packing/agreement.json')
  })
})
