import { EngineError } from '../../errors.ts'

/** Points and weights of the Gauss-Legendre rule of eight points, on 0..1; the other half mirrors them. */
const HALF_RULE = [
  [0.019855071751231884, 0.05061426814518813],
  [0.10166676129318664, 0.11119051722668724],
  [0.2372337950418355, 0.15685332293894363],
  [0.4082826787521751, 0.1813418916891809],
] as const
const RULE = HALF_RULE.flatMap(([at, weight]) => [[at, weight] as const, [1 - at, weight] as const])
/** Pieces the rule is used on: enough that the curves, however steep, are exact to far more digits than choices differ in. */
const PIECES = 32

export interface Bands {
  bands: number
  rowsPerBand: number
}

/**
 * The division of a signature into bands for a threshold, as datasketch and text-dedup choose it: of all pairs with
 * `bands × rowsPerBand <= numPerm` the one whose weighted sum of two areas is least. With `1 - (1 - s^r)^b` as the chance
 * that two sets of similarity `s` share a band, those are the area under it below the threshold (false positives) and the
 * area over it from there on (false negatives). Of equal ones that of fewest bands.
 *
 * @param threshold 0..1
 * @param numPerm 1..4096
 * @param falsePositiveWeight of the first area; the other weighs what is missing to 1
 * @throws EngineError `argument/invalid`
 */
export function optimalBands(threshold: number, numPerm: number, falsePositiveWeight = 0.5): Bands {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new EngineError('argument/invalid', `threshold must be 0 to 1, not ${threshold}`, { feature: 'threshold' })
  }
  if (!Number.isInteger(numPerm) || numPerm < 1 || numPerm > 4096) {
    const message = `numPerm must be a whole number of 1 to 4096, not ${numPerm}`
    throw new EngineError('argument/invalid', message, { feature: 'numPerm' })
  }
  const points = [...pointsOf(0, threshold, -falsePositiveWeight), ...pointsOf(threshold, 1, 1 - falsePositiveWeight)]
  // By and by: s^rows, and the chance (1 - s^rows)^bands that no band is shared.
  const powers = points.map(() => 1)
  let best: Bands = { bands: 1, rowsPerBand: 1 }
  let least = Number.POSITIVE_INFINITY
  for (let rowsPerBand = 1; rowsPerBand <= numPerm; rowsPerBand++) {
    for (const [i, { at }] of points.entries()) powers[i]! *= at
    const unshared = points.map(() => 1)
    for (let bands = 1; bands * rowsPerBand <= numPerm; bands++) {
      // The area below the threshold is what is missing to `threshold`, which is the same for all.
      let error = 0
      for (let i = 0; i < points.length; i++) {
        unshared[i]! *= 1 - powers[i]!
        error += unshared[i]! * points[i]!.weight
      }
      if (error > least || (error === least && bands >= best.bands)) continue
      least = error
      best = { bands, rowsPerBand }
    }
  }
  return best
}

interface Point {
  at: number
  weight: number
}

/** Points of the rule between two places, whose weights sum up to `factor` times their distance. */
function pointsOf(from: number, to: number, factor: number): Point[] {
  const width = (to - from) / PIECES
  return Array.from({ length: PIECES }, (_, piece) =>
    RULE.map(([at, weight]) => ({ at: from + (piece + at) * width, weight: weight * width * factor })),
  ).flat()
}
