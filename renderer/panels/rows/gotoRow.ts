import { formatCount } from '../../format/numbers.ts'

/** What a text typed into "go to row" means. */
export type RowTarget =
  | { kind: 'row'; row: number }
  /** Beyond the rows known so far, while more are being found. */
  | { kind: 'later'; row: number }
  | { kind: 'invalid'; message: string }

/**
 * Reads `1,234,567` (rows count from 0), `-1` (from the end), `50%`, `end`. `numRows` is a lower bound until `exact`.
 */
export function parseRowTarget(text: string, numRows: number, exact: boolean): RowTarget {
  const typed = text.trim().toLowerCase()
  if (numRows === 0 && exact) return { kind: 'invalid', message: 'There are no rows' }
  if (typed === 'end' || typed === 'last') return { kind: 'row', row: Math.max(0, numRows - 1) }
  const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(typed)
  if (share !== null) {
    const part = Math.min(100, Number(share[1])) / 100
    return { kind: 'row', row: Math.round(part * Math.max(0, numRows - 1)) }
  }
  const digits = typed.replaceAll(/[\s,_'\u00a0\u202f]/g, '')
  if (!/^-?\d{1,15}$/.test(digits)) return { kind: 'invalid', message: 'Type a row number, 50% or end' }
  const number = Number(digits)
  const row = number < 0 || Object.is(number, -0) ? numRows + number : number
  if (row < 0) return { kind: 'invalid', message: `There are ${formatCount(numRows)} rows` }
  if (row < numRows) return { kind: 'row', row }
  if (!exact) return { kind: 'later', row }
  return { kind: 'invalid', message: `The last row is ${formatCount(numRows - 1)}` }
}
