import type { JobResult } from '../../protocol/jobs.ts'
import { columnList, parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { EXPORT_WORDS, type ExportTarget, exportTarget } from '../exportTarget.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { printResult } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { UsageError } from '../usage.ts'

/** `packscope export PATH -o OUT`: the whole dataset in any format, whole or not at all. */
export const exportDataset: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    {
      ...EXPORT_WORDS,
      'input-format': { type: 'string' },
      columns: { type: 'string', multiple: true },
    },
    { command: 'export', min: 1, max: 1 },
  )
  if (!values.output) throw new UsageError('packscope export needs -o OUT')
  const target = (await exportTarget(values, context)) as ExportTarget
  const columns = columnList(values.columns) ?? null
  const input = inputFormat(values['input-format'], '--input-format')
  await withSession(context, async (session) => {
    const info = await session.openIndexed(positionals[0] ?? '', input, values.split, csvOptions(values))
    const result = await runExport(session, info.datasetId, target, columns)
    await printResult(context.output, values.json === true, result, () => exportText(result))
  })
  return 0
}

/** What `--json` prints of an export. */
export interface ExportReport {
  rows: number
  skippedRows: number
  bytes: number
  files: string[]
  sha256: Record<string, string>
}

export async function runExport(
  session: Session,
  datasetId: string,
  { path, ...target }: ExportTarget,
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
    sha256: Object.fromEntries(done.files.map((file) => [file.path ?? file.name, file.sha256])),
  }
}

export function exportText({ rows, skippedRows, bytes, files, sha256 }: ExportReport): string {
  const skipped = skippedRows > 0 ? `, ${skippedRows.toLocaleString('en')} unreadable rows left out` : ''
  const lines = [`${rows.toLocaleString('en')} rows, ${bytes.toLocaleString('en')} bytes${skipped}`]
  for (const file of files) lines.push(`${file}\n  sha256 ${sha256[file]}`)
  return `${lines.join('\n')}\n`
}
