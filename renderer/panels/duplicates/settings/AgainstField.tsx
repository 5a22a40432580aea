import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import { withSplit } from '../../../sources/sourceNames.ts'
import { useDatasets } from '../../../stores/datasetStore.ts'
import { reportError } from '../../../stores/errorStore.ts'
import controls from '../../../theme/controls.module.css'
import styles from '../../planning/Settings.module.css'
import { chooseHashFile } from './chooseHashFile.ts'
import type { AgainstChoice } from './dedupSettings.ts'

interface AgainstFieldProps {
  dataset: DatasetInfo
  against: AgainstChoice
  /** Digests tell nothing of near duplicates. */
  hashes: boolean
  onChange(against: AgainstChoice): void
}

/** With what rows are compared besides one another: another open dataset, or digests saved earlier. */
export function AgainstField({ dataset, against, hashes, onChange }: AgainstFieldProps) {
  const others = useDatasets((state) => state.datasets).filter(
    ({ datasetId, kind }) => datasetId !== dataset.datasetId && (kind === 'source' || kind === 'selected'),
  )
  const choose = async () => {
    try {
      const file = await chooseHashFile()
      if (file) onChange({ kind: 'hashes', file })
    } catch (error) {
      reportError(error, 'Could not choose a file of hashes')
    }
  }
  const value = against.kind === 'dataset' ? `dataset:${against.datasetId}` : against.kind
  return (
    <>
      <label className={styles.label} title="Rows that stand there too are left out: leakage between train and eval">
        also compare with
        <select
          className={`${controls.field} ${styles.column}`}
          value={value}
          onChange={({ target }) => {
            if (target.value === 'none') onChange({ kind: 'none' })
            else if (target.value === 'hashes') onChange({ kind: 'hashes', file: null })
            else onChange({ kind: 'dataset', datasetId: target.value.slice('dataset:'.length) })
          }}
        >
          <option value="none">nothing else</option>
          {others.map(({ datasetId, name, split }) => (
            <option key={datasetId} value={`dataset:${datasetId}`}>
              {withSplit(name, split)}
            </option>
          ))}
          {(hashes || against.kind === 'hashes') && <option value="hashes">a file of hashes</option>}
        </select>
      </label>
      {against.kind === 'hashes' && (
        <button type="button" className={controls.button} onClick={() => void choose()}>
          {against.file ? `${against.file.name} · choose another…` : 'Choose file of hashes…'}
        </button>
      )}
    </>
  )
}
