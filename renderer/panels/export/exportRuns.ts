import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { SinkRef } from '../../../app/protocol/refs.ts'
import { EngineError } from '../../../core/errors.ts'
import { type ExportOptions, makesFolder } from '../../../core/export/exportOptions.ts'
import { closeDataset } from '../../sources/closeDataset.ts'
import { openSource } from '../../sources/openSources.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { currentEngine } from '../../stores/engineStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { whenFinished } from '../../stores/jobStore.ts'
import { sourceKey } from '../../stores/recentStore.ts'
import { type ExportRun, setExportRun, useExportRuns } from './exportRunStore.ts'
import { type ChosenTarget, chooseFile, chooseFolder } from './target/chooseTarget.ts'
import { askToReplace } from './target/replaceQuestion.ts'
import { offerDownload, sinkName, waitingFile, writtenSource } from './target/written.ts'

export interface WantedExport {
  options: ExportOptions
  /** Null: all. */
  columns: string[] | null
  manifest: boolean
  /** What the target is to be called; a file's dialog may say otherwise. */
  name: string
}

/** Asks for a target and starts the export. Nothing happens when the user cancels a dialog. */
export async function startExport(dataset: DatasetInfo, wanted: WantedExport): Promise<void> {
  const { datasetId } = dataset
  const { options, columns, manifest, name } = wanted
  try {
    const target = makesFolder(options) ? await chooseFolder(name) : await chooseFile(name, options)
    if (!target) return
    const overwrite = await mayWrite(datasetId, wanted, target)
    if (overwrite === null) return
    const { sink } = target
    const { jobId } = await currentEngine().startJob({
      kind: 'export',
      datasetId,
      options,
      columns,
      sink,
      overwrite,
      manifest,
    })
    follow(datasetId, { jobId, sink, folder: makesFolder(options), result: null, ended: null })
  } catch (error) {
    reportError(error, `Could not export ${dataset.name}`)
  }
}

/** Whether what stands in the target's place may be replaced; null where the user wants nothing written after all. */
async function mayWrite(datasetId: string, wanted: WantedExport, target: ChosenTarget): Promise<boolean | null> {
  const { options, columns } = wanted
  const { sink, asked } = target
  if (asked) return true
  const { targetExists, refusals } = await currentEngine().planExport({ datasetId, options, columns, sink })
  const [refusal] = refusals
  // What the form can be blamed for was told before: this is about the place.
  if (refusal) throw new EngineError('sink/exists', refusal.message)
  if (!targetExists) return false
  return (await askToReplace(sinkName(sink), sink.kind === 'path' ? sink.path : null)) ? true : null
}

function follow(datasetId: string, run: ExportRun): void {
  const { jobId, sink } = run
  setExportRun(datasetId, run)
  whenFinished(jobId, (job) => {
    if (useExportRuns.getState().runs[datasetId]?.jobId !== jobId) return
    if (job.result?.kind !== 'export') {
      setExportRun(datasetId, { ...run, ended: job.state === 'canceled' ? 'canceled' : 'failed' })
      return
    }
    setExportRun(datasetId, { ...run, result: job.result })
    if (sink.kind === 'download') void saveDownload(sink.name)
  })
}

/** Offers a file that waits in the origin's private files, again as often as asked. */
export async function saveDownload(name: string): Promise<void> {
  try {
    offerDownload(await waitingFile(name), name)
  } catch (error) {
    reportError(error, `Could not save ${name}`)
  }
}

/** Opens what was written as a dataset of its own. What was open from the same place is what stood there before. */
export async function openExported(sink: SinkRef): Promise<void> {
  try {
    const source = await writtenSource(sink)
    const key = sourceKey(source)
    const before = useDatasets
      .getState()
      .datasets.find((one) => key !== null && one.source && sourceKey(one.source) === key)
    if (before) await closeDataset(before.datasetId)
    await openSource(source)
  } catch (error) {
    reportError(error, `Could not open ${sinkName(sink)}`)
  }
}
