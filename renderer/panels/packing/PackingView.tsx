import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { activateDataset } from '../../stores/datasetStore.ts'
import controls from '../../theme/controls.module.css'
import { Account } from './Account.tsx'
import { Kpis } from './Kpis.tsx'
import { kpisOf } from './kpis.ts'
import { PackedView } from './PackedView.tsx'
import styles from './PackingView.module.css'
import { columnToPack } from './packSettings.ts'
import { SourcePacking } from './SourcePacking.tsx'

interface PackingViewProps {
  engine: EngineApi
  dataset: DatasetInfo
}

export function PackingView({ engine, dataset }: PackingViewProps) {
  if (dataset.kind === 'packed') {
    const { parentId } = dataset
    return (
      <div className={styles.view}>
        <div className={styles.line}>
          <span className={styles.dim}>A packed view. Its settings are those of the dataset it was packed from.</span>
          {parentId && (
            <button type="button" className={controls.button} onClick={() => activateDataset(parentId)}>
              Change the settings
            </button>
          )}
        </div>
        {dataset.pack && <Kpis kpis={kpisOf(dataset.pack)} stale={false} />}
        <Account engine={engine} view={dataset} stale={false} />
        <PackedView engine={engine} view={dataset} stale={false} />
      </div>
    )
  }
  if (!columnToPack(dataset, null)) return <NothingToPack dataset={dataset} />
  return <SourcePacking engine={engine} dataset={dataset} />
}

function NothingToPack({ dataset }: { dataset: DatasetInfo }) {
  const held = dataset.columns.map(({ name, type }) => `${name}: ${type}`).join(', ')
  return (
    <div className={styles.view}>
      <div className={styles.message}>
        <p className={styles.messageHead}>Nothing here can be packed.</p>
        <p>
          Packing takes a column of token ids (a list of integers) or of text. This dataset holds {held || 'no column'}.
        </p>
      </div>
    </div>
  )
}
