import type { ExportFormat } from '../../../core/export/exportOptions.ts'
import type { JobResult, JobSpec } from '../../protocol/jobs.ts'
import type { Output } from '../output.ts'
import type { Session } from '../session.ts'
import type { ExportTarget } from './exportTarget.ts'

type ExportJobSpec = Extract<JobSpec, { kind: 'export' }>

/** What `--json` prints of an export. */
export interface ExportReport {
  format: ExportFormat
  rows: number
  skippedRows: number
  bytes: number
  files: string[]
  /** Its path; null where none was written. */
  manifest: string | null
  sha256: Record<string, string>
  /** Lines of a trainer's configuration that load it; null where no trainer does. */
  yaml: string | null
}

export async function runExport(
  session: Session,
  datasetId: string,
  { path, ...target }: ExportTarget & Pick<ExportJobSpec, 'expected' | 'splits'>,
  columns: string[] | null,
  output: Pick<Output, 'err'>,
): Promise<ExportReport> {
  const done = (await session.run({
    kind: 'export',
    datasetId,
    columns,
    sink: { kind: 'path', path },
    ...target,
  })) as Extract<JobResult, { kind: 'export' }>
  for (const { message, severity } of done.losses) output.err(`${severity}: ${message}\n`)
  for (const warning of done.warnings) output.err(`warning: ${warning}\n`)
  return {
    format: target.options.format,
    rows: done.rows,
    skippedRows: done.skippedRows,
    bytes: done.bytes,
    files: done.files.map((file) => file.path ?? file.name),
    manifest: done.manifest && (done.manifest.path ?? done.manifest.name),
    sha256: Object.fromEntries(done.files.map((file) => [file.path ?? file.name, file.sha256])),
    yaml: done.yaml,
  }
}

export function exportText(report: ExportReport): string {
  const { format, rows, skippedRows, bytes, files, sha256, manifest, yaml } = report
  const skipped = skippedRows > 0 ? `, ${skippedRows.toLocaleString('en')} unreadable rows left out` : ''
  const lines = [`${rows.toLocaleString('en')} rows, ${bytes.toLocaleString('en')} bytes${skipped}`]
  for (const file of files) lines.push(`${file}\n  sha256 ${sha256[file]}`)
  if (manifest !== null) lines.push(`manifest ${manifest}`)
  return `${lines.join('\n')}\n${yaml === null || format !== 'hf_dataset' ? '' : `\n${yaml}`}`
}
