import { formatCount } from '../../../format/numbers.ts'
import type { Figure } from './GroupList.tsx'
import { wholePercent } from './groupTexts.ts'

const ROW_PX = 64

const SIMILARITY: Figure = {
  name: 'similarity',
  widthPx: 56,
  of: ({ similarity }) => (similarity === null ? '' : wholePercent(similarity)),
}

/** What is told of a group of duplicates; near ones have a similarity. */
export function groupFigures(near: boolean): readonly Figure[] {
  return [
    { name: 'rows', widthPx: 44, of: ({ size }) => formatCount(size) },
    { name: 'first row', widthPx: ROW_PX, of: ({ rows, kept }) => formatCount(rows[0] ?? kept) },
    ...(near ? [SIMILARITY] : []),
  ]
}

/** What is told of a row that another dataset has, see `knownEngine`. */
export function knownFigures(near: boolean): readonly Figure[] {
  return [
    { name: 'row', widthPx: ROW_PX, of: ({ rows }) => formatCount(rows[0] as number) },
    { name: 'row there', widthPx: ROW_PX, of: ({ kept }) => formatCount(kept) },
    ...(near ? [SIMILARITY] : []),
  ]
}
