import { EngineError } from '../../errors.ts'
import type { SignShape } from '../../kernels/minhashKernel.ts'
import { MOST_NGRAM, MOST_PERMUTATIONS, MOST_SEED } from './nearLimits.ts'

export interface NearParams {
  /** Words of an n-gram, 1..`MOST_NGRAM`. */
  ngramSize: number
  /** Permutations, 1..`MOST_PERMUTATIONS`; the first `bands × rowsPerBand` are used. */
  numPerm: number
  /** Least Jaccard similarity of two sets of n-grams, over 0 and up to 1. */
  threshold: number
  bands: number
  rowsPerBand: number
  /** Whole number, 0..`MOST_SEED`. */
  seed: number
}

/** @throws EngineError `argument/invalid` that names the parameter */
export function checkNearParams(params: NearParams): void {
  const { ngramSize, numPerm, threshold, bands, rowsPerBand, seed } = params
  whole('ngramSize', ngramSize, 1, MOST_NGRAM)
  whole('numPerm', numPerm, 1, MOST_PERMUTATIONS)
  whole('bands', bands, 1, numPerm)
  whole('rowsPerBand', rowsPerBand, 1, numPerm)
  whole('seed', seed, 0, MOST_SEED)
  if (!(threshold > 0 && threshold <= 1)) {
    refuse('threshold', `threshold must be over 0 and at most 1, not ${threshold}`)
  }
  if (bands * rowsPerBand > numPerm) {
    const wanted = `${bands} bands of ${rowsPerBand} permutations take ${bands * rowsPerBand}`
    refuse('numPerm', `${wanted}, but numPerm is ${numPerm}`)
  }
}

function whole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  refuse(name, `${name} must be a whole number of ${least} to ${most}, not ${value}`)
}

function refuse(feature: string, message: string): never {
  throw new EngineError('argument/invalid', message, { feature })
}

/**
 * What a signer needs for bands `[bandStart, bandEnd)`. Permutations follow from the seed alone, whichever bands are asked
 * for: what is found does not depend on how the work is divided.
 */
export function signShape(params: NearParams, bandStart = 0, bandEnd = params.bands): SignShape {
  const { ngramSize, rowsPerBand, bands, seed } = params
  const all = randomWords(seed, bands * rowsPerBand * 4)
  const permutations = all.slice(bandStart * rowsPerBand * 4, bandEnd * rowsPerBand * 4)
  return { ngramSize, rowsPerBand, bands: bandEnd - bandStart, permutations }
}

/** The first words of a counter whose bits are mixed, as SplitMix32 does it. */
function randomWords(seed: number, count: number): Uint32Array {
  let state = Math.imul(seed ^ 0x5bd1e995, 0x85ebca6b)
  return Uint32Array.from({ length: count }, () => {
    state = (state + 0x9e3779b9) | 0
    let word = state
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
    return (word ^ (word >>> 15)) >>> 0
  })
}
