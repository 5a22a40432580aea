import type { Dataset } from '../../../core/dataset/dataset.ts'
import { EngineError } from '../../../core/errors.ts'
import { lossIssue } from '../../../core/export/encoding/lostValues.ts'
import { formatByName } from '../../../core/export/exportNames.ts'
import { type ExportOptions, usualExportOptions } from '../../../core/export/exportOptions.ts'
import type { Issue } from '../../../core/issues.ts'
import type { Progress } from '../../../core/progress.ts'
import type { ExportedFile } from '../../protocol/export.ts'
import { exportJob } from './exportJob.ts'
import type { ExportJob, ExportPart } from './exportSpec.ts'

export interface ExportRequest extends Partial<ExportOptions> {
  /** In the order wanted; default: all. */
  columns?: readonly string[]
  /** Whether something under the target's name may be replaced; default: no. */
  overwrite?: boolean
  /** Told of values the format could not hold, once each kind. */
  onIssue?: (issue: Issue) => void
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

export interface Exported {
  rows: number
  /** Rows that could not be read and were left out. */
  skippedRows: number
  bytes: number
  files: ExportedFile[]
}

/**
 * Writes a dataset to a file or folder without an engine: whole or not at all, read back before it is to be seen. It has no
 * manifest, as nothing is known of where its rows come from.
 *
 * @param path in full
 * @throws EngineError as `exportJob`; `argument/invalid` where neither the name nor `format` says what to write
 */
export async function exportAlone(
  dataset: Dataset,
  path: string,
  request: ExportRequest,
  means: Pick<ExportJob, 'platform' | 'pool' | 'kernels'>,
): Promise<Exported> {
  const { columns, overwrite = false, onIssue, onProgress, signal = new AbortController().signal, ...chosen } = request
  const options = optionsFor(path, chosen)
  await dataset.buildIndex({ signal })
  const job: ExportJob = {
    ...means,
    signal,
    report: (_label, progress) => progress && onProgress?.(progress),
    manifestOf: () => Promise.reject(new EngineError('internal', 'rows by themselves have no manifest')),
  }
  const part: ExportPart = {
    split: null,
    rows: { dataset, source: null },
    about: null,
    onLoss(loss) {
      const issue = lossIssue(loss, dataset.rowNumber?.(loss.firstRow) ?? loss.firstRow)
      onIssue?.(issue)
      return issue
    },
  }
  const sink = { kind: 'path', path } as const
  const spec = { options, columns: columns ? [...columns] : null, sink, overwrite, manifest: false }
  const { rows, skippedRows, bytes, files } = await exportJob([part], spec, job)
  return { rows, skippedRows, bytes, files }
}

function optionsFor(path: string, chosen: Partial<ExportOptions>): ExportOptions {
  const named = formatByName(path)
  const format = chosen.format ?? named.format
  if (format) return { ...usualExportOptions(format), compression: named.compression, ...chosen }
  throw new EngineError('argument/invalid', `what format is to be written? Give a suffix or 'format': ${path}`, {
    path,
  })
}
