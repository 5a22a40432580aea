import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { AboutTheSource } from '../planning/AboutTheSource.tsx'
import styles from '../planning/PlanView.module.css'
import { SourceDuplicates } from './SourceDuplicates.tsx'

interface DuplicatesViewProps {
  engine: EngineApi
  dataset: DatasetInfo
}

/** Rows that say the same, or nearly the same, over the whole dataset; reviewed before anything is left out. */
export function DuplicatesView({ engine, dataset }: DuplicatesViewProps) {
  const { kind, columns, extent } = dataset
  if (kind === 'packed' || kind === 'padded') {
    return (
      <div className={styles.view}>
        <AboutTheSource view={dataset} action="Go to the source">
          A {kind} view: its rows are made of others. Duplicates are about its source.
        </AboutTheSource>
      </div>
    )
  }
  if (columns.length === 0 && extent.exact) {
    return (
      <div className={styles.view}>
        <div className={styles.message}>
          <p className={styles.messageHead}>Nothing here can be compared.</p>
          <p>This dataset has no column.</p>
        </div>
      </div>
    )
  }
  return <SourceDuplicates engine={engine} dataset={dataset} />
}
