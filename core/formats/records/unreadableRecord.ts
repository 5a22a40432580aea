import type { SourceDamage } from '../../io/byteSource.ts'
import type { Issue } from '../../issues.ts'
import type { RecordBlock } from './recordBlock.ts'

/** Why the one record of a block is a row of nulls: it is too long to be kept, or the source is damaged in it. */
export function unreadableIssue(block: RecordBlock, limit: number): Issue | null {
  if (block.damage) return damageIssue(block.damage, block.row)
  if (block.oversizedBytes === 0) return null
  return {
    severity: 'error',
    code: 'limit/exceeded',
    message: `row ${block.row} has ${block.oversizedBytes} bytes, at most ${limit} are read`,
    rowStart: block.row,
    rowEnd: block.row + 1,
    byteStart: block.bytesAt,
  }
}

/**
 * A damaged source gives the rows before the damage, and this.
 * @param row the row the damage is in, which is lost; null when it is behind a whole row
 */
export function damageIssue(damage: SourceDamage, row: number | null): Issue {
  const lost = row === null ? 'there are no rows behind it' : `row ${row} is the last one and is cut`
  return {
    severity: 'error',
    code: damage.code,
    message: `${damage.message}; ${lost}`,
    rowStart: row,
    rowEnd: row === null ? null : row + 1,
    byteStart: damage.byte,
  }
}
