import { useMemo } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { type ExportOptions, makesFolder } from '../../../core/export/exportOptions.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { dedupOfView, useDedupRuns } from '../duplicates/dedupRunStore.ts'
import { WrongContext } from '../planning/wrongSetting.ts'
import { ExportDone } from './ExportDone.tsx'
import { ExportRunning } from './ExportRunning.tsx'
import styles from './ExportView.module.css'
import { useExportRuns } from './exportRunStore.ts'
import { startExport, type WantedExport } from './exportRuns.ts'
import { ExportSettings } from './form/ExportSettings.tsx'
import { checkExport, type ExportForm } from './form/exportForm.ts'
import { changeExportForm, exportFormOf, useExportForms } from './form/exportFormStore.ts'
import { PlanPanel } from './plan/PlanPanel.tsx'
import { chainOf } from './plan/planStory.ts'
import { refusedOf } from './plan/refusals.ts'
import { useExportPlan } from './plan/useExportPlan.ts'
import { ReplaceDialog } from './target/ReplaceDialog.tsx'
import { exportStem, targetName } from './target/suggestedName.ts'

/** Writes the dataset or view as a file or a folder of files. */
export function ExportView({ dataset }: { dataset: DatasetInfo }) {
  const { datasetId, columns } = dataset
  const datasets = useDatasets((state) => state.datasets)
  const deduplicated = useDedupRuns((state) => dedupOfView(state.runs, datasetId))
  const run = useExportRuns((state) => state.runs[datasetId] ?? null)
  const form = useExportForms((state) => exportFormOf(state, datasetId))
  const chosen = useMemo(() => columns.flatMap(({ name }) => (form.left.has(name) ? [] : [name])), [columns, form.left])
  const selection = chosen.length === columns.length ? null : chosen
  const checked = useMemo(() => checkExport(form, chosen.length), [form, chosen.length])
  const reading = useExportPlan(dataset, checked.ok ? checked.options : null, selection)
  // What another format could not hold says nothing of this one.
  const refusals = reading.format === form.format ? reading.plan?.refusals : undefined
  const refused = useMemo(() => refusedOf(refusals ?? [], columns, form), [refusals, columns, form])
  const chain = chainOf(datasets, dataset)
  const part = !deduplicated ? null : deduplicated.viewId === datasetId ? 'deduplicated' : 'duplicates'
  // Whose name a file is given: a view's source, however many views of chosen rows lie between.
  const namesake = chain.slice(0, -1).findLast(({ kind }) => kind !== 'selected') ?? null
  const stem = exportStem(dataset, namesake, part)
  const wanted: WantedExport | null = checked.ok
    ? {
        options: checked.options,
        columns: selection,
        manifest: form.manifest,
        name: nameOf(form, stem, checked.options),
      }
    : null
  const running = run !== null && run.result === null && run.ended === null
  const onChange = (patch: Partial<typeof form>) => changeExportForm(datasetId, patch)
  return (
    <div className={styles.view}>
      <Chain chain={chain} />
      <WrongContext value={{ field: checked.ok ? null : checked.field, errorId: 'export-wrong' }}>
        <form className={styles.form} aria-label="Export settings" onSubmit={(event) => event.preventDefault()}>
          <ExportSettings dataset={dataset} form={form} reasons={refused.reasons} onChange={onChange} />
          <div className={styles.beside}>
            <PlanPanel
              dataset={dataset}
              form={form}
              checked={checked}
              reading={reading}
              refused={refused}
              wanted={wanted}
              columnCount={chosen.length}
              running={running}
              loadable={!run?.result?.yaml}
              onChange={onChange}
              onStart={() => wanted && void startExport(dataset, wanted)}
            />
            {running && <ExportRunning jobId={run.jobId} />}
            {run?.ended === 'canceled' && <p role="status">Cancelled. Nothing was left behind.</p>}
            {run?.ended === 'failed' && (
              <p role="status">Nothing was written; what stood there before is as it was. The bar above says why.</p>
            )}
            {run?.result && <ExportDone result={run.result} run={run} />}
          </div>
        </form>
      </WrongContext>
      <ReplaceDialog />
    </div>
  )
}

/** A folder's name stands in the form; a file's is asked by its dialog. */
function nameOf({ folderName }: ExportForm, stem: string, options: ExportOptions): string {
  return makesFolder(options) && folderName !== null ? folderName.trim() : targetName(stem, options)
}

/** `chat.jsonl › deduplicated › packed · bfd · 4096`: what is exported, and what it was made of. */
function Chain({ chain }: { chain: readonly DatasetInfo[] }) {
  return (
    <ol className={styles.chain} aria-label="What is exported">
      {chain.map(({ datasetId, name }) => (
        <li key={datasetId} title={name}>
          {name}
        </li>
      ))}
    </ol>
  )
}
