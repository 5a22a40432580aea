import type { ColumnKind } from '../../app/protocol/datasets.ts'

/** Kinds whose cells line up at the right. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind === 'integer' || kind === 'float'
}

/** Splits `[412] 1, 15, 27 …` into its count and the rest, so that the two can look different. */
export function splitListText(text: string): { count: string; rest: string } {
  const match = /^\[\d+\]\s?/.exec(text)
  return match === null ? { count: '', rest: text } : { count: match[0], rest: text.slice(match[0].length) }
}

/** True when a cut cell still needs its mark. */
export function needsCutMark(text: string, truncated: boolean): boolean {
  return truncated && !text.endsWith('…')
}
