import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { AboutTheSource } from '../planning/AboutTheSource.tsx'
import { NoTokens } from '../planning/NoTokens.tsx'
import styles from '../planning/PlanView.module.css'
import { tokenColumnOf } from '../planning/tokenColumns.ts'
import { PaddedView } from './PaddedView.tsx'
import { usePadStore } from './padStore.ts'
import { SourcePadding } from './SourcePadding.tsx'

interface PaddingViewProps {
  engine: EngineApi
  dataset: DatasetInfo
}

/** What padding in batches would come to, over the whole dataset. */
export function PaddingView({ engine, dataset }: PaddingViewProps) {
  const { datasetId, kind, pad, parentId } = dataset
  const chosen = usePadStore((state) => state.settings[datasetId]?.column ?? null)
  if (kind === 'packed') {
    return (
      <div className={styles.view}>
        <AboutTheSource view={dataset} action="Go to the source">
          A packed view: its rows are padded already. Padding is about its source.
        </AboutTheSource>
      </div>
    )
  }
  if (pad && parentId) return <PaddedView engine={engine} view={dataset} sourceId={parentId} options={pad} />
  const column = tokenColumnOf(dataset, chosen)
  if (!column) return <NoTokens dataset={dataset} does="padded" />
  return <SourcePadding engine={engine} dataset={dataset} column={column} />
}
