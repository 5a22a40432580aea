import { QUICK_LENGTHS } from './packSettings.ts'
import styles from './QuickLengths.module.css'

/** The usual values of `sequence_len`, one press each. */
export function QuickLengths({ current, onChoose }: { current: number | null; onChoose(length: number): void }) {
  return (
    <fieldset className={styles.quick} aria-label="Usual lengths">
      {QUICK_LENGTHS.map((length) => (
        <button
          key={length}
          type="button"
          className={styles.step}
          aria-pressed={current === length}
          onClick={() => onChoose(length)}
        >
          {length}
        </button>
      ))}
    </fieldset>
  )
}
