import { useEffect, useState } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { useJobs } from '../../stores/jobStore.ts'
import controls from '../../theme/controls.module.css'
import { Account } from '../planning/Account.tsx'
import { Kpis } from '../planning/Kpis.tsx'
import styles from '../planning/PlanView.module.css'
import { tokenColumnOf, tokenColumnsOf } from '../planning/tokenColumns.ts'
import { Comparison } from './Comparison.tsx'
import { pointAt, rangeFor } from './curve.ts'
import { kpisOf, previewKpis } from './kpis.ts'
import { PackedView } from './PackedView.tsx'
import { PackSettingsBar } from './PackSettingsBar.tsx'
import { changeSettings, packRunOf, usePackRuns } from './packRunStore.ts'
import { runPack, runPackAgain } from './packRuns.ts'
import { checkSettings, type PackSettings, sharedOptions } from './packSettings.ts'
import { useCurve } from './useCurve.ts'

/** A length is not packed while its digits are still being typed. */
const RUN_AFTER_MS = 300

interface SourcePackingProps {
  engine: EngineApi
  /** Holds a column that can be packed. */
  dataset: DatasetInfo
}

/** Packing of a source: its settings, what each strategy makes of them, and the packs. */
export function SourcePacking({ engine, dataset }: SourcePackingProps) {
  const { datasetId, name } = dataset
  const run = usePackRuns((state) => packRunOf(state, datasetId))
  const fresh = usePackRuns((state) => state.lastSettings)
  const comparisonOpen = usePackRuns((state) => state.comparisonOpen)
  const [dragged, setDragged] = useState<number | null>(null)
  const settings = run?.settings ?? { ...fresh, column: null }
  const column = tokenColumnOf(dataset, settings.column)!
  const checked = checkSettings(settings, column.name)
  const request = checked.ok ? JSON.stringify(checked.options) : null
  const view = useDatasets((state) => state.datasets.find((other) => other.datasetId === run?.viewId) ?? null)
  const shared = sharedOptions(settings, column.name)
  const sequenceLen = shared?.sequenceLen ?? view?.pack?.sequenceLen ?? 2048
  const range = rangeFor(sequenceLen)
  const curve = useCurve(engine, datasetId, comparisonOpen ? shared : null, range)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has to pack again
  useEffect(() => {
    if (request === null) return
    const first = packRunOf(usePackRuns.getState(), datasetId) === null
    const timer = setTimeout(() => void runPack(datasetId, JSON.parse(request)), first ? 0 : RUN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [engine, datasetId, request])

  const change = (changed: PackSettings) => changeSettings(datasetId, changed)
  /** A choice that is complete at once: nothing to wait for. */
  const changeNow = (changed: PackSettings) => {
    change(changed)
    const now = checkSettings(changed, column.name)
    if (now.ok) void runPack(datasetId, now.options)
  }
  const running = run !== null && run.ended === null && (run.jobId !== null || run.asked !== request)
  const stale = running || (run?.ended ?? null) !== null
  const summary = view?.pack ?? null
  const dragPoint = dragged === null ? null : pointAt(curve.own, dragged)
  return (
    <div className={styles.view}>
      <PackSettingsBar
        settings={settings}
        columns={tokenColumnsOf(dataset.columns)}
        column={column}
        checked={checked}
        onChange={change}
        onSubmit={() => checked.ok && void runPack(datasetId, checked.options)}
      />
      {run?.ended && checked.ok && (
        <div className={styles.line}>
          <span>{run.ended === 'canceled' ? 'Not packed with these settings.' : `${name} could not be packed.`}</span>
          <button type="button" className={controls.button} onClick={() => runPackAgain(datasetId, checked.options)}>
            Pack
          </button>
        </div>
      )}
      {summary && (
        <Kpis
          label="Packing result"
          kpis={dragPoint ? previewKpis(dragPoint, summary.capacity / summary.sequenceLen) : kpisOf(summary)}
          stale={stale && !dragPoint}
        />
      )}
      {comparisonOpen && (
        <Comparison
          engine={engine}
          datasetId={datasetId}
          options={shared}
          strategy={settings.strategy}
          curve={curve}
          range={range}
          sequenceLen={dragged ?? sequenceLen}
          onDrag={setDragged}
          onSettle={(length) => {
            setDragged(null)
            changeNow({ ...settings, sequenceLen: String(length) })
          }}
          onStrategy={(strategy) => changeNow({ ...settings, strategy })}
        >
          {view?.pack && (
            <Account
              account={view.pack.account}
              stale={stale}
              openRows={(line) => engine.openAccountLine({ datasetId: view.datasetId, line })}
            />
          )}
        </Comparison>
      )}
      {view ? (
        <PackedView engine={engine} view={view} stale={stale}>
          <button
            type="button"
            className={controls.button}
            aria-expanded={comparisonOpen}
            onClick={() => usePackRuns.setState({ comparisonOpen: !comparisonOpen })}
          >
            {comparisonOpen ? 'Hide the comparison' : 'Compare strategies'}
          </button>
        </PackedView>
      ) : (
        run?.ended === null && checked.ok && <Waiting jobId={run.jobId} name={name} />
      )}
    </div>
  )
}

function Waiting({ jobId, name }: { jobId: string | null; name: string }) {
  const job = useJobs((state) => state.jobs.find((other) => other.jobId === jobId))
  return (
    <p className={styles.message} role="status">
      Packing {name}
      {job && job.label !== 'Packing' ? `: ${job.label.toLowerCase()}` : ''}…
    </p>
  )
}
