import styles from './Inspector.module.css'
import { type TextView, useInspector } from './inspectorStore.ts'

const VIEWS: readonly { value: TextView; label: string; title: string }[] = [
  { value: 'raw', label: 'raw', title: 'Text as it stands in the file' },
  { value: 'rendered', label: 'rendered', title: 'Text drawn as Markdown' },
  { value: 'whitespace', label: 'white space', title: 'Spaces, tabs, line ends and invisible characters marked' },
]

/** How the texts below are shown. */
export function TextViewChoice() {
  const current = useInspector((state) => state.textView)
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.choiceLegend}>text</legend>
      {VIEWS.map(({ value, label, title }) => (
        <button
          key={value}
          type="button"
          title={title}
          aria-pressed={value === current}
          className={styles.choiceButton}
          onClick={() => useInspector.setState({ textView: value })}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}
