import { describe, expect, it } from 'vitest'
import { planOptions } from '../../testing/planCases.ts'
import { PACK_STRATEGIES, type PackStrategy } from '../plan/packOptions.ts'
import { PACK_RULES } from '../plan/packRules.ts'
import { packLayout } from './packLayout.ts'

const at1000 = (strategy: PackStrategy) => planOptions({ strategy, sequenceLen: 1000 })

describe('packLayout', () => {
  // axolotl-semantics §3.3: 1000 → 1024, 512 → 512, 4096 → 4096 with the multiple of 64
  it.each([
    [1000, null, 1024],
    [512, null, 512],
    [4096, null, 4096],
    [1000, 8, 1000],
    [100, 256, 256],
  ])('pads multipack at %i with multiple %s to a multiple of %i', (sequenceLen, padToMultipleOf, multipleOf) => {
    const options = planOptions({ strategy: 'multipack', sequenceLen })
    expect(packLayout({ ...options, padToMultipleOf }).padTo).toEqual({ multipleOf })
  })

  it('numbers samples with V2, and marks them alike with V1', () => {
    for (const strategy of ['multipack', 'multipack_sequential', 'best'] as const) {
      expect(packLayout(at1000(strategy)).attentionMask).toBe('segments')
      expect(packLayout({ ...at1000(strategy), collator: 'v2' }).attentionMask).toBe('segments')
      expect(packLayout({ ...at1000(strategy), collator: 'v1' }).attentionMask).toBe('ones')
    }
  })

  it('pads what a trainer leaves unpadded where a multiple is asked for', () => {
    expect(packLayout(at1000('bfd')).padTo).toBe('used')
    expect(packLayout({ ...at1000('bfd'), padToMultipleOf: 16 }).padTo).toEqual({ multipleOf: 16 })
    expect(packLayout({ ...at1000('greedy'), padToMultipleOf: 16 }).padTo).toBe('capacity')
  })

  it('gives LLaMA-Factory one position more than its cutoff', () => {
    expect(packLayout(at1000('knapsack')).padTo).toEqual({ multipleOf: 1001 })
  })

  it.each(PACK_STRATEGIES)('appends as many positions for %s as its plans count', (strategy) => {
    const layout = packLayout(at1000(strategy))
    const rule = PACK_RULES[strategy]
    expect(layout.appended.length).toBe(rule.addedPerSegment ?? 0)
    expect(layout.appended.filter((what) => what === 'eos').length).toBe(rule.eosPerSegment ?? 0)
  })
})
