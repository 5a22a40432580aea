import { KIND_FLOAT, KIND_HUGE, KIND_INEXACT, KIND_INT } from './typeShape.ts'

/**
 * Kinds of an integer literal (optional minus, then digits): always `KIND_INT`, with `KIND_INEXACT` when a double
 * cannot hold it exactly and `KIND_HUGE` when int64 cannot hold it.
 */
export function integerKinds(digits: string): number {
  const asNumber = Number(digits)
  if (Number.isSafeInteger(asNumber)) return KIND_INT
  const exact = BigInt(digits)
  let kinds = KIND_INT
  if (!Number.isFinite(asNumber) || BigInt(asNumber) !== exact) kinds |= KIND_INEXACT
  if (BigInt.asIntN(64, exact) !== exact) kinds |= KIND_HUGE
  return kinds
}

/**
 * What a column of numbers of these kinds is. Exactness decides: whole numbers are int64 while they fit, doubles hold
 * them beside fractions only when every one is exactly a double, and otherwise the digits are kept as written.
 */
export function numberColumn(kinds: number): 'int64' | 'float64' | 'as-written' {
  const inexact = (kinds & KIND_INEXACT) !== 0
  if ((kinds & (KIND_FLOAT | KIND_HUGE)) === 0) return 'int64'
  return inexact ? 'as-written' : 'float64'
}
