import type { DiffPart } from './textDiff.ts'

/** Characters of unchanged text left standing beside a change. */
const AROUND = 160
/** Characters shown of a text that stands alone. */
const ALONE = 600
/** How far off a space may be for a cut to move to it. */
const WORD_NEAR = 24
/** Fewer than this many characters are not worth hiding. */
const LEAST_HIDDEN = 200

export interface FoldedPart extends DiffPart {
  /** Characters of unchanged text that stood here; 0: nothing is hidden. `text` is empty where something is. */
  hidden: number
}

/** A diff without the long unchanged stretches: where two long texts differ is seen at once. */
export function folded(parts: readonly DiffPart[]): FoldedPart[] {
  return parts.flatMap((part, at): FoldedPart[] => {
    if (part.kind !== 'same') return [{ ...part, hidden: 0 }]
    // Before the first change the beginning says nothing, after the last the end does not.
    const head = parts.length === 1 ? ALONE : at === 0 ? 0 : AROUND
    const tail = at === parts.length - 1 ? 0 : AROUND
    const { text } = part
    const start = edgeOf(text, Math.min(head, text.length), -1)
    const end = Math.max(start, edgeOf(text, Math.max(0, text.length - tail), 1))
    if (end - start < LEAST_HIDDEN) return [{ ...part, hidden: 0 }]
    const shown = (piece: string): FoldedPart[] => (piece === '' ? [] : [{ kind: 'same', text: piece, hidden: 0 }])
    return [...shown(text.slice(0, start)), { kind: 'same', text: '', hidden: end - start }, ...shown(text.slice(end))]
  })
}

/** Where a text is cut near `at`: at a space towards `step` if there is one close by, never between the halves of a character. */
function edgeOf(text: string, at: number, step: 1 | -1): number {
  if (at <= 0 || at >= text.length) return at
  for (let away = 0; away < WORD_NEAR; away++) {
    if (/\s/.test(text.charAt(at + away * step))) return at + away * step
  }
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
