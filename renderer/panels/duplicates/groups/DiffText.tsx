import { useState } from 'react'
import { formatCount } from '../../../format/numbers.ts'
import { markWhitespace } from '../../../text/whitespace.ts'
import { type FoldedPart, folded } from '../diff/folded.ts'
import type { DiffPart } from '../diff/textDiff.ts'
import styles from './DiffText.module.css'

/** A text alone, or against another with the changes marked. Long stretches without any are folded until asked for. */
export function DiffText({ parts }: { parts: readonly DiffPart[] }) {
  const [whole, setWhole] = useState(false)
  const shown = whole ? parts.map((part): FoldedPart => ({ ...part, hidden: 0 })) : folded(parts)
  const says = parts.length > 1 ? 'characters the same' : 'more characters'
  return (
    <p className={styles.text}>
      {shown.map((part, at) =>
        part.hidden > 0 ? (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
            key={at}
            type="button"
            className={styles.fold}
            title="Show all of the text"
            onClick={() => setWhole(true)}
          >
            … {formatCount(part.hidden)} {says} …
          </button>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          <Part key={at} part={part} />
        ),
      )}
    </p>
  )
}

function Part({ part: { kind, text } }: { part: DiffPart }) {
  if (kind === 'same') return <span>{text}</span>
  // A change of white space alone would not be seen.
  const seen =
    text.trim() === ''
      ? markWhitespace(text)
          .map((run) => run.text)
          .join('')
      : text
  return kind === 'removed' ? <del className={styles.removed}>{seen}</del> : <ins className={styles.added}>{seen}</ins>
}

/** What the marks mean. */
export function DiffSamples() {
  return (
    <>
      <del className={styles.removed}>kept row only</del> <ins className={styles.added}>this row only</ins>
    </>
  )
}
