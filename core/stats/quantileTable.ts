import type { QuantileTable } from './columnStats.ts'
import { QUANTILES } from './quantiles.ts'

/** Values of `QUANTILES` under their shares. */
export function quantileTable<T>(
  values: ArrayLike<number | bigint>,
  show: (value: number | bigint) => T,
): QuantileTable<T> {
  return Object.fromEntries(QUANTILES.map((share, i) => [String(share), show(values[i]!)]))
}
