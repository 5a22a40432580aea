import { describe, expect, it } from 'vitest'
import { fixture } from '../../testing/golden.ts'
import { optimalBands } from './optimalBands.ts'

const golden = JSON.parse(new TextDecoder().decode(fixture('near/bands.json'))) as number[][]

describe('optimalBands', () => {
  it.each(golden as [number, number, number, number, number][])(
    'for threshold %d, %d permutations and weight %d chooses %d × %d, as datasketch does',
    (threshold, numPerm, weight, bands, rowsPerBand) => {
      expect(optimalBands(threshold, numPerm, weight)).toEqual({ bands, rowsPerBand })
    },
  )

  it('takes the ends', () => {
    expect(optimalBands(0, 8)).toEqual({ bands: 8, rowsPerBand: 1 })
    expect(optimalBands(1, 8)).toEqual({ bands: 1, rowsPerBand: 8 })
    expect(optimalBands(0.5, 1)).toEqual({ bands: 1, rowsPerBand: 1 })
  })

  it.each([
    [-0.1, 8],
    [Number.NaN, 8],
    [0.5, 0],
    [0.5, 4097],
    [0.5, 1.5],
  ])('refuses threshold %d with %d permutations', (threshold, numPerm) => {
    expect(() => optimalBands(threshold, numPerm)).toThrow(/must be/)
  })
})
