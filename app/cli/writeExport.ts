import type { JobResult, JobSpec } from '../protocol/jobs.ts'
import type { ExportTarget } from './exportTarget.ts'
import type { Session } from './session.ts'

type ExportJobSpec = Extract<JobSpec, { kind: 'export' }>

/** What `--json` prints of an export. */
export interface ExportReport {
  rows: number
  skippedRows: number
  bytes: number
  files: string[]
  /** Its path; null where none was written. */
  manifest: string | null
  sha256: Record<string, string>
}

export async function runExport(
  session: Session,
  datasetId: string,
  { path, ...target }: ExportTarget & Pick<ExportJobSpec, 'expected' | 'splits'>,
  columns: string[] | null,
): Promise<ExportReport> {
  const done = (await session.run({
    kind: 'export',
    datasetId,
    columns,
    sink: { kind: 'path', path },
    ...target,
  })) as Extract<JobResult, { kind: 'export' }>
  return {
    rows: done.rows,
    skippedRows: done.skippedRows,
    bytes: done.bytes,
    files: done.files.map((file) => file.path ?? file.name),
    manifest: done.manifest && (done.manifest.path ?? done.manifest.name),
    sha256: Object.fromEntries(done.files.map((file) => [file.path ?? file.name, file.sha256])),
  }
}

export function exportText({ rows, skippedRows, bytes, files, sha256 }: ExportReport): string {
  const skipped = skippedRows > 0 ? `, ${skippedRows.toLocaleString('en')} unreadable rows left out` : ''
  const lines = [`${rows.toLocaleString('en')} rows, ${bytes.toLocaleString('en')} bytes${skipped}`]
  for (const file of files) lines.push(`${file}\n  sha256 ${sha256[file]}`)
  return `${lines.join('\n')}\n`
}
