import { type ReactNode, useId } from 'react'
import styles from './Settings.module.css'
import { WrongContext, type WrongSetting } from './wrongSetting.ts'

interface SettingsFormProps {
  label: string
  wrong: WrongSetting | null
  /** Enter: now, not when the typing has paused. */
  onSubmit(): void
  /** Stands below the fields, where nothing is wrong. */
  note: ReactNode
  /** `SettingsRow`s. */
  children: ReactNode
}

/** Settings as rows of labelled fields; below them what they mean, or what is wrong with them. */
export function SettingsForm({ label, wrong, onSubmit, note, children }: SettingsFormProps) {
  const errorId = useId()
  return (
    <form
      className={styles.form}
      aria-label={label}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        // A form of several fields without a submit button does not submit on Enter by itself.
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) onSubmit()
      }}
    >
      <WrongContext value={{ field: wrong?.field ?? null, errorId }}>{children}</WrongContext>
      <p className={styles.note}>
        {wrong ? (
          <span id={errorId} role="alert" className={styles.wrong}>
            {wrong.message}
          </span>
        ) : (
          note
        )}
      </p>
    </form>
  )
}

export function SettingsRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>
}
