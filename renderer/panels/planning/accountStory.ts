import type { AccountLine } from '../../../app/protocol/packing.ts'

/** What each line of the token account says, and whether it should worry. */
export const ACCOUNT_LINES: Readonly<Record<AccountLine['kind'], { name: string; says: string; bad: boolean }>> = {
  kept: { name: 'kept', says: 'Rows of which all or some tokens are kept', bad: false },
  cut: { name: 'cut', says: 'Rows that lost tokens at their end', bad: true },
  dropped: { name: 'dropped', says: 'Rows in no pack', bad: true },
  split: { name: 'split', says: 'Rows that lie in more than one pack; their tokens are kept', bad: false },
  skipped: { name: 'skipped', says: 'Rows that could not be read, hold null, or have ragged labels', bad: true },
  padding: { name: 'padding', says: 'Positions without a token', bad: false },
}

/** Whether a line leads anywhere. */
export function leadsToRows({ kind, rows }: AccountLine): boolean {
  return kind !== 'padding' && rows > 0
}
