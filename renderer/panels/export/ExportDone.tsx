import type { ExportedFile } from '../../../app/protocol/export.ts'
import { desktopBridge } from '../../engine/desktopBridge.ts'
import { formatBytes, formatCount, formatPlural } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import { CopyButton } from '../inspector/CopyButton.tsx'
import styles from './ExportView.module.css'
import type { ExportResult, ExportRun } from './exportRunStore.ts'
import { openExported, saveDownload } from './exportRuns.ts'
import { FileList } from './FileList.tsx'
import { YamlLines } from './plan/YamlLines.tsx'
import { checksumLines } from './target/checksumLines.ts'

/** What was written, verified by the engine: rows, bytes and checksums. */
export function ExportDone({ result, run }: { result: ExportResult; run: ExportRun }) {
  const { sink, folder } = run
  const { rows, skippedRows, losses, bytes, files, manifest, yaml, verified } = result
  const bridge = desktopBridge()
  const [only] = files.length === 1 ? files : []
  const place = sink.kind === 'path' ? sink.path : sink.name
  return (
    <section className={styles.done} aria-label="Exported">
      <p role="status">
        <b>{formatPlural(rows, 'row')} written.</b>
        {verified && ' Read back and verified.'}
        {skippedRows > 0 && ` ${formatPlural(skippedRows, 'unreadable row')} left out.`}
      </p>
      {losses.map(({ code, message }) => (
        <p key={code + message} className={styles.warning}>
          {message}
        </p>
      ))}
      <dl className={styles.facts}>
        <dt>{folder ? 'folder' : 'file'}</dt>
        <dd>{place}</dd>
        <dt>size</dt>
        <dd className={controls.num}>
          {formatCount(bytes)} bytes{bytes >= 1000 && ` (${formatBytes(bytes)})`}
          {!only && ` in ${formatPlural(files.length, 'file')}`}
        </dd>
        {only && <Checksum file={only} />}
        {manifest && (
          <>
            <dt>manifest</dt>
            <dd>{manifest.name}</dd>
          </>
        )}
      </dl>
      {!only && <FileList files={files} />}
      {yaml && <YamlLines yaml={yaml} />}
      <div className={styles.line}>
        {!(folder && sink.kind === 'download') && (
          <button type="button" className={controls.button} onClick={() => void openExported(sink)}>
            Open exported
          </button>
        )}
        {bridge && sink.kind === 'path' && (
          <button type="button" className={controls.button} onClick={() => bridge.showInFolder(sink.path)}>
            Show in folder
          </button>
        )}
        {manifest && !folder && sink.kind !== 'path' && (
          <button type="button" className={controls.button} onClick={() => void saveDownload(manifest.name)}>
            Save manifest
          </button>
        )}
        {sink.kind === 'download' && (
          <button type="button" className={controls.button} onClick={() => void saveDownload(sink.name)}>
            Save again
          </button>
        )}
      </div>
    </section>
  )
}

function Checksum({ file }: { file: ExportedFile }) {
  return (
    <>
      <dt>SHA-256</dt>
      <dd className={styles.checksum}>
        <span className={styles.hash}>{file.sha256}</span>
        <CopyButton label="Copy the checksum" text={() => Promise.resolve(checksumLines([file]))} />
      </dd>
    </>
  )
}
