import { CopyButton } from '../../inspector/CopyButton.tsx'
import styles from '../ExportView.module.css'

/** Lines of a trainer's configuration that load what is written. */
export function YamlLines({ yaml }: { yaml: string }) {
  return (
    <section aria-label="Lines to load it">
      <div className={styles.yamlHead}>
        <h3 className={styles.legend}>Load it with</h3>
        <CopyButton label="Copy the lines" text={() => Promise.resolve(yaml)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll */}
      <pre className={styles.yaml} tabIndex={0}>
        {yaml.trimEnd()}
      </pre>
    </section>
  )
}
