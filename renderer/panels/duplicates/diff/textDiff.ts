import { editPath, MOST_EDITS } from './editPath.ts'
import { wordsOf } from './words.ts'

export interface DiffPart {
  kind: 'same' | 'removed' | 'added'
  text: string
}

export interface TextDiff {
  /** The same and removed parts together are the first text, the same and added ones the second. */
  parts: DiffPart[]
  /** False when the texts differ in too many places: the last change then is no longer word by word. */
  complete: boolean
}

/** Two texts, word by word: what the second lacks of the first, and what it has instead. */
export function textDiff(first: string, second: string, mostEdits = MOST_EDITS): TextDiff {
  const ids = new Map<string, number>()
  const numbered = (words: readonly string[]) =>
    Int32Array.from(words, (word) => {
      const known = ids.get(word)
      if (known !== undefined) return known
      ids.set(word, ids.size)
      return ids.size - 1
    })
  const a = wordsOf(first)
  const b = wordsOf(second)
  const { runs, complete } = editPath(numbered(a), numbered(b), mostEdits)
  const parts: DiffPart[] = []
  let [atA, atB] = [0, 0]
  const push = (kind: DiffPart['kind'], words: readonly string[]) => {
    if (words.length > 0) parts.push({ kind, text: words.join('') })
  }
  for (const { same, removed, added } of runs) {
    push('same', a.slice(atA, atA + same))
    push('removed', a.slice(atA + same, atA + same + removed))
    push('added', b.slice(atB + same, atB + same + added))
    atA += same + removed
    atB += same + added
  }
  return { parts: withoutGaps(parts), complete }
}

/** White space alone between two changes belongs to both: `old words` reads better as one change than as two. */
function withoutGaps(parts: readonly DiffPart[]): DiffPart[] {
  const changes: DiffPart[] = []
  let [removed, added] = ['', '']
  const flush = () => {
    if (removed !== '') changes.push({ kind: 'removed', text: removed })
    if (added !== '') changes.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  parts.forEach(({ kind, text }, at) => {
    const isGap = kind === 'same' && removed + added !== '' && at < parts.length - 1 && text.trim() === ''
    if (kind === 'same' && !isGap) {
      flush()
      changes.push({ kind, text })
      return
    }
    if (kind !== 'added') removed += text
    if (kind !== 'removed') added += text
  })
  flush()
  return changes
}
