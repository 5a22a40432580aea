import type { DuplicateGroup, GroupText } from '../../../../app/protocol/dedup.ts'
import { formatPercent } from '../../../format/numbers.ts'
import { type DiffPart, type TextDiff, textDiff } from '../diff/textDiff.ts'
import { wordsOf } from '../diff/words.ts'

/** A row of a group beside the one that is kept. */
export interface ComparedRow {
  row: number
  kept: boolean
  /** Near duplicates: Jaccard similarity to the kept row, 0..1; null where there is none to tell. */
  similarity: number | null
  /** Null while it is not here. */
  text: GroupText | null
  /** What this row has instead of the kept one's; null for the kept row, and while either is not here. */
  diff: TextDiff | null
}

/** Rows of a group in the order shown: the kept one, then the others as they stand in the file. */
export function rowsInOrder({ kept, rows }: Pick<DuplicateGroup, 'kept' | 'rows'>): number[] {
  return [kept, ...rows.filter((row) => row !== kept)]
}

/** @param rows of the group, in the order shown @param texts as far as they are here */
export function comparedRows(
  { kept, rows: listed, similarities }: Pick<DuplicateGroup, 'kept' | 'rows' | 'similarities'>,
  rows: readonly number[],
  texts: ReadonlyMap<number, GroupText>,
): ComparedRow[] {
  const own = texts.get(kept)
  return rows.map((row) => {
    const text = texts.get(row) ?? null
    const isKept = row === kept
    const similarity = isKept ? null : (similarities?.[listed.indexOf(row)] ?? null)
    return { row, kept: isKept, similarity, text, diff: !isKept && own && text ? diffOf(own, text) : null }
  })
}

/** Where both texts are cut they end at different words: the last change is the cut's. */
function diffOf(own: GroupText, text: GroupText): TextDiff {
  const diff = textDiff(own.text, text.text)
  const last = diff.parts.findLastIndex(({ kind }) => kind === 'same')
  if (!own.truncated || !text.truncated || last < 0 || !diff.complete) return diff
  return { ...diff, parts: diff.parts.slice(0, last + 1) }
}

/** `−3 +1 words`; what was cut is said. */
export function diffStory({ diff, text }: ComparedRow, keptCut: boolean): string {
  if (!diff || !text) return ''
  const isCut = text.truncated || keptCut
  const part = isCut ? ' in the part shown' : ''
  if (diff.parts.every(({ kind }) => kind === 'same')) return `the same text${part}`
  const words = (of: 'removed' | 'added') => wordsIn(diff.parts, of)
  const [less, more] = [words('removed'), words('added')]
  const told = [less > 0 && `−${less}`, more > 0 && `+${more}`].filter(Boolean).join(' ')
  const whole = diff.complete ? '' : ', compared word by word only at the beginning'
  if (told === '') return `other white space or punctuation${part}${whole}`
  return `${told} ${less + more === 1 ? 'word' : 'words'}${part}${whole}`
}

/** `76 %` of a share 0..1, never more than there is. */
export function wholePercent(share: number): string {
  return formatPercent(Math.floor(share * 100 + 1e-9) / 100, 0)
}

/** Words in the parts of one kind: white space and punctuation are none. */
function wordsIn(parts: readonly DiffPart[], of: DiffPart['kind']): number {
  return parts
    .filter(({ kind }) => kind === of)
    .reduce((sum, { text }) => sum + wordsOf(text).filter((word) => /[\p{L}\p{N}_]/u.test(word)).length, 0)
}
