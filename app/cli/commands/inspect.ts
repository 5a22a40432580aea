import type { Issue } from '../../../core/issues.ts'
import type { DatasetInfo } from '../../protocol/datasets.ts'
import { parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { isStandardInput } from '../inputSource.ts'
import { printResult } from '../output.ts'
import { withSession } from '../session.ts'
import { STANDARD_INPUT } from '../standardInput.ts'

/** Issues printed to people; `--json` has all that are listed. */
const SHOWN_ISSUES = 10
const LISTED_ISSUES = 1000
const SHOWN_DRIFT = 20

/** `packscope inspect PATH`: rows (exact), columns and issues, after one pass over the whole file. */
export const inspect: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    { format: { type: 'string' } },
    { command: 'inspect', min: 1, max: 1 },
  )
  const path = positionals[0] ?? ''
  const format = inputFormat(values.format, '--format')
  await withSession(context, async ({ openIndexed, api }) => {
    const info = await openIndexed(path, format, values.split, csvOptions(values))
    const issues = await api.listIssues({ datasetId: info.datasetId, start: 0, end: LISTED_ISSUES })
    const differences = info.shards ? await api.listDifferences({ datasetId: info.datasetId }) : []
    const result = {
      path: isStandardInput(path) ? path : (info.path ?? path),
      format: info.format,
      compression: info.compression,
      bytes: info.byteLength,
      rows: info.extent.numRows,
      columns: info.columns.map(({ name, type, nullable }) => ({ name, type, nullable })),
      ...(info.drift ? { drift: info.drift } : {}),
      ...(info.shards ? { files: info.shards.count } : {}),
      ...(info.split === null ? {} : { splits: info.splits, split: info.split }),
      ...(differences.length > 0 ? { differences } : {}),
      issueCount: info.issueCount,
      issues,
    }
    await printResult(context.output, values.json === true, result, () => describe(info, issues))
  })
  return 0
}

function describe(info: DatasetInfo, issues: Issue[]): string {
  const width = Math.max(0, ...info.columns.map((column) => column.name.length))
  const lines = [
    `${info.name === STANDARD_INPUT ? info.name : (info.path ?? info.name)}`,
    [
      info.format,
      ...(info.shards
        ? [`${info.shards.count.toLocaleString('en')} ${info.shards.count === 1 ? 'file' : 'files'}`]
        : []),
      `${info.extent.numRows.toLocaleString('en')} rows`,
      `${(info.byteLength ?? 0).toLocaleString('en')} bytes`,
    ].join(' · '),
    ...(info.split === null ? [] : [`split ${info.split} of ${info.splits.join(', ')}`]),
    `${info.detectionReason ?? ''}`,
    '',
    ...info.columns.map((column) => `  ${column.name.padEnd(width)}  ${column.type}`),
  ]
  if (info.drift && info.drift.length > 0) {
    lines.push('', 'Rows disagree')
    for (const { path, types, becomes, firstRow } of info.drift.slice(0, SHOWN_DRIFT)) {
      const seen = types.map(({ type, firstRow: row }) => `${type} (row ${row})`).join(', ')
      lines.push(`  ${path}: ${types.length > 1 ? `${seen} → ${becomes}` : `first in row ${firstRow}`}`)
    }
    if (info.drift.length > SHOWN_DRIFT) lines.push(`  … and ${info.drift.length - SHOWN_DRIFT} more places`)
  }
  if (info.issueCount > 0) {
    lines.push('', `${info.issueCount.toLocaleString('en')} issues`)
    for (const issue of issues.slice(0, SHOWN_ISSUES)) {
      const row = issue.rowStart === null ? '' : ` row ${issue.rowStart}:`
      lines.push(`  ${issue.severity}${row} ${issue.message} [${issue.code}]`)
    }
    if (info.issueCount > SHOWN_ISSUES)
      lines.push(`  … and ${(info.issueCount - SHOWN_ISSUES).toLocaleString('en')} more`)
  }
  return `${lines.join('\n')}\n`
}
