import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { SinkRef } from '../../../app/protocol/refs.ts'
import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import { openFiles, openSource } from '../../sources/openSources.ts'
import { currentEngine } from '../../stores/engineStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { whenFinished } from '../../stores/jobStore.ts'
import { type ExportRun, setExportRun, useExportRuns } from './exportRunStore.ts'
import { chooseTarget, offerDownload, writtenFile } from './target.ts'

/** Asks for a target and starts the export. Nothing happens when the user cancels the dialog. */
export async function startExport(
  dataset: DatasetInfo,
  options: ExportOptions,
  columns: string[] | null,
  name: string,
): Promise<void> {
  const { datasetId } = dataset
  try {
    const sink = await chooseTarget(name)
    if (!sink) return
    const { jobId } = await currentEngine().startJob({
      kind: 'export',
      datasetId,
      options,
      columns,
      sink,
      overwrite: true, // the dialog asked
      manifest: false,
    })
    const run: ExportRun = { jobId, sink, result: null, ended: null }
    setExportRun(datasetId, run)
    whenFinished(jobId, (job) => {
      if (useExportRuns.getState().runs[datasetId]?.jobId !== jobId) return
      if (job.result?.kind !== 'export') {
        setExportRun(datasetId, { ...run, ended: job.state === 'canceled' ? 'canceled' : 'failed' })
        return
      }
      setExportRun(datasetId, { ...run, result: job.result })
      if (sink.kind === 'download') void saveDownload(sink)
    })
  } catch (error) {
    reportError(error, `Could not export ${dataset.name}`)
  }
}

/** Offers a file that waits in the origin's private files, again as often as asked. */
export async function saveDownload(sink: Extract<SinkRef, { kind: 'download' }>): Promise<void> {
  try {
    offerDownload(await writtenFile(sink), sink.name)
  } catch (error) {
    reportError(error, `Could not save ${sink.name}`)
  }
}

/** Opens what was written as a dataset of its own. */
export async function openExported(sink: SinkRef): Promise<void> {
  if (sink.kind === 'path') {
    await openSource({ kind: 'path', path: sink.path })
    return
  }
  try {
    await openFiles([await writtenFile(sink)])
  } catch (error) {
    reportError(error, `Could not open ${sink.name}`)
  }
}
