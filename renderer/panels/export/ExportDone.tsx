import type { SinkRef } from '../../../app/protocol/refs.ts'
import { formatBytes, formatCount, formatPlural } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import styles from './ExportView.module.css'
import type { ExportResult } from './exportRunStore.ts'
import { openExported, saveDownload } from './exportRuns.ts'

/** What was written, verified by the engine: rows, bytes and checksum. */
export function ExportDone({ result, sink }: { result: ExportResult; sink: SinkRef }) {
  return (
    <section className={styles.done} aria-label="Exported">
      <p role="status">
        <b>{formatPlural(result.rows, 'row')} written.</b>
        {result.skippedRows > 0 && ` ${formatPlural(result.skippedRows, 'unreadable row')} left out.`}
      </p>
      {result.files.map(({ name, path, bytes, sha256 }) => (
        <dl key={path ?? name} className={styles.facts}>
          <dt>file</dt>
          <dd>{path ?? name}</dd>
          <dt>size</dt>
          <dd className={controls.num}>
            {formatCount(bytes)} bytes{bytes >= 1000 && ` (${formatBytes(bytes)})`}
          </dd>
          <dt>SHA-256</dt>
          <dd className={styles.hash}>{sha256}</dd>
        </dl>
      ))}
      <div className={styles.line}>
        <button type="button" className={controls.button} onClick={() => void openExported(sink)}>
          Open exported file
        </button>
        {sink.kind === 'download' && (
          <button type="button" className={controls.button} onClick={() => void saveDownload(sink)}>
            Save again
          </button>
        )}
      </div>
    </section>
  )
}
