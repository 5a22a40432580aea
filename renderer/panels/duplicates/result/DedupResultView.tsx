import { useState } from 'react'
import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { DedupSummary } from '../../../../app/protocol/dedup.ts'
import type { EngineApi } from '../../../../app/protocol/engine.ts'
import { sourceName, withSplit } from '../../../sources/sourceNames.ts'
import { activateDataset, useDatasets } from '../../../stores/datasetStore.ts'
import { showTab, type ViewTab } from '../../../stores/uiStore.ts'
import controls from '../../../theme/controls.module.css'
import { CopyDedupCommand } from '../../export/CopyCommand.tsx'
import { Choice } from '../../planning/fields.tsx'
import { Kpis } from '../../planning/Kpis.tsx'
import styles from '../../planning/PlanView.module.css'
import type { DedupResult } from '../dedupRunStore.ts'
import { undoDedup } from '../dedupRuns.ts'
import { GroupsPanel } from '../groups/GroupsPanel.tsx'
import { KnownPanel } from '../known/KnownPanel.tsx'
import own from './DedupResultView.module.css'
import { asSentence, dedupKpis, dedupStory, keyName } from './dedupStory.ts'

interface DedupResultViewProps {
  engine: EngineApi
  /** What was searched. */
  dataset: DatasetInfo
  /** The rows kept. */
  view: DatasetInfo
  result: DedupResult
  /** Of the settings before, or of a search that is being replaced. */
  stale: boolean
}

/** What a search found: figures, warnings, groups; and what can be done with the rows. */
export function DedupResultView({ engine, dataset, view, result, stale }: DedupResultViewProps) {
  const { summary, viewId, removedId } = result
  const numbered = useDatasets((state) => numberedBy(state.datasets, dataset))
  const other = useOther(summary.spec.against)
  const open = (datasetId: string, tab: ViewTab) => {
    activateDataset(datasetId)
    showTab(tab)
  }
  const removed = summary.duplicates + summary.existing
  return (
    <>
      <Kpis label="Duplicates found" kpis={dedupKpis(summary)} stale={stale} />
      <div className={styles.line}>
        <p className={own.story} data-testid="dedup-story">
          {stale ? (
            <span className={styles.dim}>The numbers are those of the search before.</span>
          ) : (
            dedupStory(summary, other).join(' ')
          )}
        </p>
        <div className={own.actions}>
          <button type="button" className={controls.button} onClick={() => open(viewId, 'rows')}>
            Open kept rows
          </button>
          {removedId !== null && (
            <button
              type="button"
              className={controls.button}
              disabled={removed === 0}
              onClick={() => open(removedId, 'rows')}
            >
              Open removed rows
            </button>
          )}
          <button type="button" className={controls.button} onClick={() => open(viewId, 'export')}>
            Export kept rows
          </button>
          <CopyDedupCommand dataset={dataset} spec={summary.spec} />
          <button
            type="button"
            className={controls.button}
            title={`Closes ${view.name} and the rows removed; no file is touched`}
            onClick={() => void undoDedup(dataset.datasetId)}
          >
            Undo
          </button>
        </div>
      </div>
      {summary.warnings.length > 0 && (
        <ul className={own.warnings} aria-label="Warnings">
          {summary.warnings.map(({ code, message }) => (
            <li key={code}>{asSentence(message)}</li>
          ))}
        </ul>
      )}
      <Found engine={engine} viewId={viewId} numbered={numbered} summary={summary} other={other} />
    </>
  )
}

interface FoundProps {
  engine: EngineApi
  viewId: string
  numbered: DatasetInfo
  summary: DedupSummary
  /** Name of what rows were compared with besides. */
  other: string | null
}

type Listed = 'groups' | 'known'
const LISTED: readonly Listed[] = ['groups', 'known']

/** The groups, or the rows that another dataset has: one of the two at a time. */
function Found({ engine, viewId, numbered, summary, other }: FoundProps) {
  const [wanted, setWanted] = useState<Listed>('groups')
  const matches = summary.spec.against?.kind === 'dataset' && summary.existing > 0 && other !== null
  if (summary.groups === 0 && !matches) return null
  const switcher = summary.groups > 0 && matches && (
    <Choice<Listed>
      label="show"
      value={wanted}
      values={LISTED}
      names={{ groups: 'groups', known: 'known elsewhere' }}
      onChange={setWanted}
    />
  )
  const shared = { engine, viewId, numbered, summary, switcher }
  if (matches && (wanted === 'known' || summary.groups === 0))
    return <KnownPanel key={viewId} {...shared} other={other} />
  return <GroupsPanel {...shared} keyName={keyName(summary.spec)} />
}

/** Views of chosen rows keep the numbers of the file: the dataset these are the rows of. */
function numberedBy(datasets: readonly DatasetInfo[], dataset: DatasetInfo): DatasetInfo {
  const parent = datasets.find((other) => other.datasetId === dataset.parentId)
  return dataset.kind === 'selected' && parent ? numberedBy(datasets, parent) : dataset
}

/** Name of what rows were compared with; null when with nothing. */
function useOther(against: DedupResult['summary']['spec']['against']): string | null {
  const datasets = useDatasets((state) => state.datasets)
  if (against === null) return null
  if (against.kind === 'hashes') return sourceName(against.source)
  const found = datasets.find((other) => other.datasetId === against.datasetId)
  return found ? withSplit(found.name, found.split) : 'the other dataset'
}
