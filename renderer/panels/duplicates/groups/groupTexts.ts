import type { DuplicateGroup, GroupText } from '../../../../app/protocol/dedup.ts'
import { type DiffPart, type TextDiff, textDiff } from '../diff/textDiff.ts'
import { wordsOf } from '../diff/words.ts'

/** A row of a group beside the one that is kept. */
export interface ComparedRow {
  row: number
  kept: boolean
  /** Null while it is not here. */
  text: GroupText | null
  /** What this row has instead of the kept one's; null for the kept row, and while either is not here. */
  diff: TextDiff | null
}

/** Rows of a group in the order shown: the kept one, then the others as they stand in the file. */
export function rowsInOrder({ kept, rows }: Pick<DuplicateGroup, 'kept' | 'rows'>): number[] {
  return [kept, ...rows.filter((row) => row !== kept)]
}

/** @param rows in the order shown @param texts as far as they are here */
export function comparedRows(
  rows: readonly number[],
  kept: number,
  texts: ReadonlyMap<number, GroupText>,
): ComparedRow[] {
  const own = texts.get(kept)
  return rows.map((row) => {
    const text = texts.get(row) ?? null
    const diff = row !== kept && own && text ? textDiff(own.text, text.text) : null
    return { row, kept: row === kept, text, diff }
  })
}

/** `3 words taken out, 1 put in`; what was cut is said. */
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

/** Words in the parts of one kind: white space and punctuation are none. */
function wordsIn(parts: readonly DiffPart[], of: DiffPart['kind']): number {
  return parts
    .filter(({ kind }) => kind === of)
    .reduce((sum, { text }) => sum + wordsOf(text).filter((word) => /[\p{L}\p{N}_]/u.test(word)).length, 0)
}
