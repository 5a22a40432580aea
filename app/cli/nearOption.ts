import { MOST_NGRAM, MOST_PERMUTATIONS, MOST_SEED, USUAL_NEAR } from '../../core/dedup/near/nearLimits.ts'
import { optimalBands } from '../../core/dedup/near/optimalBands.ts'
import type { DedupMethod } from '../protocol/dedup.ts'
import { columnList, wholeNumber } from './args.ts'
import { UsageError } from './usage.ts'

/** Options of near duplicates, as `parseWords` takes them. */
export const NEAR_OPTIONS = {
  near: { type: 'boolean' },
  ngram: { type: 'string' },
  'num-perm': { type: 'string' },
  threshold: { type: 'string' },
  bands: { type: 'string' },
  'rows-per-band': { type: 'string' },
  seed: { type: 'string' },
} as const

type NearValues = { [K in Exclude<keyof typeof NEAR_OPTIONS, 'near'>]?: string } & {
  near?: boolean
  columns?: string[]
}

/**
 * How duplicates are told: exactly, or with `--near` by the words of one column. Numbers that are not given are those of
 * text-dedup; bands, if neither is given, those that suit the threshold best.
 * @throws UsageError
 */
export function dedupMethod(values: NearValues): DedupMethod {
  if (!values.near) {
    const { near: _near, ...numbers } = NEAR_OPTIONS
    const lost = (Object.keys(numbers) as (keyof typeof numbers)[]).find((name) => values[name] !== undefined)
    if (lost) throw new UsageError(`--${lost} goes with --near`)
    return { kind: 'exact' }
  }
  const [column, ...more] = columnList(values.columns) ?? []
  if (column === undefined || more.length > 0) throw new UsageError('--near compares one text column: --columns NAME')
  const ngramSize = wholeNumber(values.ngram, '--ngram', { min: 1, max: MOST_NGRAM, fallback: USUAL_NEAR.ngramSize })
  const numPerm = wholeNumber(values['num-perm'], '--num-perm', {
    min: 1,
    max: MOST_PERMUTATIONS,
    fallback: USUAL_NEAR.numPerm,
  })
  const seed = wholeNumber(values.seed, '--seed', { min: 0, max: MOST_SEED, fallback: USUAL_NEAR.seed })
  const threshold = thresholdOf(values.threshold)
  return { kind: 'near', column, ngramSize, numPerm, threshold, seed, ...bandsOf(values, threshold, numPerm) }
}

function thresholdOf(text = String(USUAL_NEAR.threshold)): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN
  if (value > 0 && value <= 1) return value
  throw new UsageError(`--threshold takes a number over 0 and up to 1, not '${text}'`)
}

function bandsOf(values: NearValues, threshold: number, numPerm: number): { bands: number; rowsPerBand: number } {
  const { bands: wanted, 'rows-per-band': wantedRows } = values
  if (wanted === undefined && wantedRows === undefined) return optimalBands(threshold, numPerm)
  if (wanted === undefined || wantedRows === undefined) throw new UsageError('--bands and --rows-per-band go together')
  const bands = wholeNumber(wanted, '--bands', { min: 1, max: numPerm, fallback: 1 })
  const rowsPerBand = wholeNumber(wantedRows, '--rows-per-band', { min: 1, max: numPerm, fallback: 1 })
  if (bands * rowsPerBand > numPerm) {
    throw new UsageError(
      `${bands} bands of ${rowsPerBand} take ${bands * rowsPerBand} permutations: --num-perm is ${numPerm}`,
    )
  }
  return { bands, rowsPerBand }
}
