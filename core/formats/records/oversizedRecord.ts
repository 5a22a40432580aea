import type { Issue } from '../../issues.ts'
import type { RecordBlock } from './recordBlock.ts'

/** The issue of a record that was too long to be kept. */
export function oversizedIssue(block: RecordBlock, limit: number): Issue {
  return {
    severity: 'error',
    code: 'limit/exceeded',
    message: `row ${block.row} has ${block.oversizedBytes} bytes, at most ${limit} are read`,
    rowStart: block.row,
    rowEnd: block.row + 1,
    byteStart: block.bytesAt,
  }
}
