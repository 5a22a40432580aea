import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { activateDataset } from '../../stores/datasetStore.ts'
import controls from '../../theme/controls.module.css'
import styles from './PaddingView.module.css'
import { columnToPad } from './padSettings.ts'
import { usePadStore } from './padStore.ts'
import { SourcePadding } from './SourcePadding.tsx'

interface PaddingViewProps {
  engine: EngineApi
  dataset: DatasetInfo
}

/** What padding in batches would come to, over the whole dataset. */
export function PaddingView({ engine, dataset }: PaddingViewProps) {
  const { datasetId, columns, tokenColumn, parentId } = dataset
  const chosen = usePadStore((state) => state.settings[datasetId]?.column ?? null)
  if (dataset.kind === 'packed') {
    return (
      <div className={styles.view}>
        <div className={styles.line}>
          <span className={styles.dim}>A packed view: its rows are padded already. Padding is about their source.</span>
          {parentId && (
            <button type="button" className={controls.button} onClick={() => activateDataset(parentId)}>
              Go to the source
            </button>
          )}
        </div>
      </div>
    )
  }
  const column = columnToPad(columns, tokenColumn, chosen)
  if (!column) return <NothingToPad dataset={dataset} />
  return <SourcePadding engine={engine} dataset={dataset} column={column} />
}

function NothingToPad({ dataset }: { dataset: DatasetInfo }) {
  const held = dataset.columns.map(({ name, type }) => `${name}: ${type}`).join(', ')
  return (
    <div className={styles.view}>
      <div className={styles.message}>
        <p className={styles.messageHead}>Nothing here can be padded.</p>
        <p>
          Padding takes a column of token ids (a list of integers) or of text. This dataset holds {held || 'no column'}.
        </p>
      </div>
    </div>
  )
}
