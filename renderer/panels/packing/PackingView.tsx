import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { AboutTheSource } from '../planning/AboutTheSource.tsx'
import { Account } from '../planning/Account.tsx'
import { Kpis } from '../planning/Kpis.tsx'
import { NoTokens } from '../planning/NoTokens.tsx'
import styles from '../planning/PlanView.module.css'
import { tokenColumnOf } from '../planning/tokenColumns.ts'
import { kpisOf } from './kpis.ts'
import { PackedView } from './PackedView.tsx'
import { SourcePacking } from './SourcePacking.tsx'

interface PackingViewProps {
  engine: EngineApi
  dataset: DatasetInfo
}

export function PackingView({ engine, dataset }: PackingViewProps) {
  const { datasetId, kind, pack } = dataset
  if (kind === 'padded') {
    return (
      <div className={styles.view}>
        <AboutTheSource view={dataset} action="Go to the source">
          A padded view: every row is a sequence already. Packing is about its source.
        </AboutTheSource>
      </div>
    )
  }
  if (pack) {
    return (
      <div className={styles.view}>
        <AboutTheSource view={dataset} action="Change the settings">
          A packed view. Its settings are those of the dataset it was packed from.
        </AboutTheSource>
        <Kpis label="Packing result" kpis={kpisOf(pack)} stale={false} />
        <Account
          account={pack.account}
          stale={false}
          openRows={(line) => engine.openAccountLine({ datasetId, line })}
        />
        <PackedView engine={engine} view={dataset} stale={false} />
      </div>
    )
  }
  if (!tokenColumnOf(dataset, null)) return <NoTokens dataset={dataset} does="packed" />
  return <SourcePacking engine={engine} dataset={dataset} />
}
