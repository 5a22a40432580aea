import type { ExportedFile } from '../../../app/protocol/export.ts'
import { formatBytes, formatCount, formatPlural } from '../../format/numbers.ts'
import { LongList } from '../../lists/LongList.tsx'
import controls from '../../theme/controls.module.css'
import { CopyButton } from '../inspector/CopyButton.tsx'
import styles from './ExportView.module.css'
import { checksumLines } from './target/checksumLines.ts'

const LINE_PX = 22
const MOST_LINES = 8

/** The files of a folder, with their checksums. */
export function FileList({ files }: { files: readonly ExportedFile[] }) {
  return (
    <div>
      <div className={styles.yamlHead}>
        <h3 className={styles.legend}>{formatPlural(files.length, 'file')} · SHA-256</h3>
        <CopyButton label="Copy the checksums" text={() => Promise.resolve(checksumLines(files))} />
      </div>
      <LongList
        label="Exported files"
        isStop
        count={files.length}
        linePx={LINE_PX}
        mostLines={MOST_LINES}
        keyOf={(index) => (files[index] as ExportedFile).name}
        line={(index) => <Line file={files[index] as ExportedFile} />}
      />
    </div>
  )
}

function Line({ file: { name, rows, bytes, sha256 } }: { file: ExportedFile }) {
  const title = `${name}\n${formatPlural(rows, 'row')}, ${formatPlural(bytes, 'byte')}\n${sha256}`
  return (
    <div className={styles.file} title={title}>
      <span className={controls.clip}>{name}</span>
      <span className={`${styles.figure} ${controls.num}`}>{rows > 0 && formatCount(rows)}</span>
      <span className={`${styles.figure} ${controls.num}`}>{formatBytes(bytes)}</span>
      <span className={`${styles.hash} ${controls.clip}`}>{sha256}</span>
    </div>
  )
}
