import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FirstFit } from './firstFit.ts'
import { DEFAULT_PLAN_OPTIONS, type PlanOptions } from './packOptions.ts'
import type { PackPlan } from './packPlan.ts'
import { planPacks } from './planPacks.ts'

/** A plan of an original: rows of each pack, or pieces as [row, start, length] where empty rows cannot be seen. */
interface GoldenCase {
  lengths: number[]
  strategy?: PlanOptions['strategy']
  options?: Partial<PlanOptions> & { sequenceLen: number }
  firstFit?: { capacity: number; binSize: number }
  packs?: number[][]
  pieces?: [number, number, number][][]
}

interface GoldenFile {
  original: string
  cases: GoldenCase[]
}

const FOLDER = new URL('../fixtures/packing/', import.meta.url)
const read = <T>(name: string) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as T

/** Files of plans; the others in the folder hold columns of tokens. */
const FILES = readdirSync(FOLDER).filter((name) => {
  const content = read<unknown>(name)
  return !Array.isArray(content)
})

function packsOf(plan: PackPlan): [number, number, number][][] {
  const packs: [number, number, number][][] = []
  for (let pack = 0; pack + 1 < plan.packOffsets.length; pack++) {
    const pieces: [number, number, number][] = []
    for (let s = plan.packOffsets[pack] as number; s < (plan.packOffsets[pack + 1] as number); s++) {
      const start = plan.segmentStarts?.[s] ?? 0
      pieces.push([plan.segmentRows[s] as number, start, plan.segmentLengths[s] as number])
    }
    packs.push(pieces)
  }
  return packs
}

/** What we make of a case, in the words of its original. */
function ours({ strategy, options, firstFit, lengths, packs }: GoldenCase): unknown {
  if (firstFit) {
    const bins = new FirstFit(firstFit.capacity, firstFit.binSize)
    bins.start(0)
    const found: number[][] = []
    for (const [item, length] of lengths.entries()) {
      const bin = bins.place(length, 1)
      found[bin] = [...(found[bin] ?? []), item]
    }
    return found
  }
  if (!strategy || !options) throw new Error('a case names its strategy and options')
  const plan = planPacks(Uint32Array.from(lengths), { ...DEFAULT_PLAN_OPTIONS, ...options, strategy })
  const found = packsOf(plan)
  if (packs) return found.map((pieces) => pieces.map(([row]) => row))
  return found.map((pieces) => pieces.filter(([, , length]) => length > 0))
}

describe.each(FILES.map((name) => [name, read<GoldenFile>(name)] as const))('%s', (_name, { original, cases }) => {
  it.each(cases.map((c, i) => [i, c] as const))(`${original}, case %i`, (_i, c) => {
    expect(ours(c)).toEqual(c.packs ?? c.pieces)
  })
})
