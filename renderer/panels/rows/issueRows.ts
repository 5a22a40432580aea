import type { Issue } from '../../../core/issues.ts'
import { formatCount } from '../../format/numbers.ts'

/** Where an issue is: `row 7`, `rows 128 – 191`, or the whole `dataset`. */
export function issueRows({ rowStart, rowEnd }: Pick<Issue, 'rowStart' | 'rowEnd'>): string {
  if (rowStart === null) return 'dataset'
  if (rowEnd === null || rowEnd <= rowStart + 1) return `row ${formatCount(rowStart)}`
  return `rows ${formatCount(rowStart)} – ${formatCount(rowEnd - 1)}`
}
