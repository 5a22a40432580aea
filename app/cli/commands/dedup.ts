import { resolve } from 'node:path'
import { formatByName } from '../../../core/export/exportNames.ts'
import type { DedupSpec, DedupSummary, KnownRow } from '../../protocol/dedup.ts'
import type { JobSpec } from '../../protocol/jobs.ts'
import { columnList, oneOf, parseWords } from '../args.ts'
import type { Command, CommandContext } from '../context.ts'
import { EXPORT_WORDS, exportTarget } from '../export/exportTarget.ts'
import { mayOverwrite } from '../export/overwrite.ts'
import { type ExportReport, exportText, runExport } from '../export/writeExport.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { inputSource } from '../inputSource.ts'
import { dedupMethod, NEAR_OPTIONS } from '../nearOption.ts'
import { printResult } from '../output.ts'
import { rowKey } from '../rowKeyOption.ts'
import { type Session, withSession } from '../session.ts'
import { tellIssues } from '../tellIssues.ts'
import { UsageError } from '../usage.ts'

/** `packscope dedup PATH`: how many rows are duplicates, and with -o the rows that are kept, or those left out. */
export const dedup: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    {
      columns: { type: 'string', multiple: true },
      axolotl: { type: 'boolean' },
      ...NEAR_OPTIONS,
      keep: { type: 'string' },
      existing: { type: 'string' },
      against: { type: 'string' },
      'against-split': { type: 'string' },
      matches: { type: 'boolean' },
      removed: { type: 'boolean' },
      'output-columns': { type: 'string', multiple: true },
      'write-hashes': { type: 'string' },
      ...EXPORT_WORDS,
      'input-format': { type: 'string' },
    },
    { command: 'dedup', min: 1, max: 1 },
  )
  const key = rowKey(values)
  const method = dedupMethod(values)
  const keep = oneOf(values.keep, '--keep', ['first', 'longest', 'most-complete'], 'first')
  if (values.existing !== undefined && values.against !== undefined) {
    throw new UsageError('--existing and --against do not go together')
  }
  if (values.near && values.existing !== undefined) {
    throw new UsageError('--near and --existing do not go together: digests tell nothing of near duplicates')
  }
  if (values.against === undefined && (values['against-split'] !== undefined || values.matches)) {
    throw new UsageError(`${values.matches ? '--matches' : '--against-split'} goes with --against`)
  }
  if (values.output === undefined && (values.removed || values['output-columns'])) {
    throw new UsageError(`${values.removed ? '--removed' : '--output-columns'} goes with -o OUT`)
  }
  const outputColumns = columnList(values['output-columns']) ?? null
  const hashes = values['write-hashes']
  const hashesAs = hashes === undefined ? null : hashFormat(hashes)
  const input = inputFormat(values['input-format'], '--input-format')
  const { overwrite = false, ...otherWords } = values
  // Without -o, it is about the digests.
  const target = await exportTarget(values.output === undefined && hashes !== undefined ? otherWords : values, context)
  const mayReplace = hashes !== undefined && (await mayOverwrite(context, hashes, { overwrite, folder: false }))
  await withSession(context, async (session) => {
    const { datasetId } = await session.openIndexed(positionals[0] ?? '', input, values.split, csvOptions(values))
    await tellIssues(context, session, datasetId)
    const against = await outsideOf(session, values, context)
    const spec: DedupSpec = { key, method, keep, against }
    const result = await session.run({ kind: 'dedup', datasetId, spec })
    if (result.kind !== 'dedup') throw new Error(`a ${result.kind} job answered`)
    const { summary } = result
    for (const { message } of summary.warnings) context.output.err(`warning: ${message}\n`)
    let written: ExportReport | null = null
    const rows = values.removed ? result.duplicatesId : result.datasetId
    if (target) written = await runExport(session, rows, target, outputColumns, context.output)
    if (hashes !== undefined && hashesAs !== null) {
      const sink = { kind: 'path', path: resolve(hashes) } as const
      const written = { key, format: hashesAs, sink, overwrite: mayReplace }
      await session.run({ kind: 'hashes', datasetId: result.datasetId, ...written })
    }
    const matches = values.matches ? await allMatches(session, result.datasetId, context.signal) : null
    const { spec: _spec, ...figures } = summary
    const report = { ...figures, ...(matches && { matches }), ...(written && { output: written }) }
    const text = () => dedupText(summary, written) + (matches ?? []).map(matchText).join('')
    await printResult(context.output, values.json === true, report, text)
  })
  return 0
}

async function outsideOf(
  session: Session,
  values: { existing?: string; against?: string; 'against-split'?: string },
  context: CommandContext,
): Promise<DedupSpec['against']> {
  const { existing, against } = values
  if (existing !== undefined) return { kind: 'hashes', source: await inputSource(existing, undefined, context) }
  if (against === undefined) return null
  const { datasetId } = await session.openIndexed(against, null, values['against-split'])
  return { kind: 'dataset', datasetId }
}

/** Rows that another dataset has, with the row they are the same as there. */
async function allMatches({ api }: Session, datasetId: string, signal: AbortSignal): Promise<KnownRow[]> {
  const all: KnownRow[] = []
  for (;;) {
    const { rows, total } = await api.listKnownRows({ datasetId, start: all.length, end: all.length + 1000 }, signal)
    for (const row of rows) all.push(row)
    if (all.length >= total) return all
  }
}

function matchText({ row, otherRow, similarity }: KnownRow): string {
  return `match       row ${row}: row ${otherRow} there${similarity === null ? '' : `, ${similarity.toFixed(3)} similar`}\n`
}

type HashFormat = Extract<JobSpec, { kind: 'hashes' }>['format']

/** By its suffix: Arrow or Parquet, everything else as lines of text. */
function hashFormat(path: string): HashFormat {
  const { format } = formatByName(path)
  return format === 'arrow' || format === 'arrow-stream' || format === 'parquet' ? format : 'text'
}

function dedupText(summary: DedupSummary, written: ExportReport | null): string {
  const n = (value: number) => value.toLocaleString('en')
  const removed = `${(summary.removalRate * 100).toFixed(2)} %`
  const lines = [
    `rows        ${n(summary.rows)}`,
    `kept        ${n(summary.unique)}`,
    `duplicates  ${n(summary.duplicates)} in ${n(summary.groups)} groups, the largest of ${n(summary.largestGroup)} rows`,
    ...(summary.spec.against ? [`known       ${n(summary.existing)}`] : []),
    ...(summary.nullKeys > 0 ? [`no key      ${n(summary.nullKeys)}, all kept`] : []),
    `left out    ${removed}`,
  ]
  return `${lines.join('\n')}\n${written ? exportText(written) : ''}`
}
