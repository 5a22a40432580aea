import type { JobResult } from '../../protocol/jobs.ts'
import type { PackSummary } from '../../protocol/packing.ts'
import { accountLines } from '../accountText.ts'
import { columnList, parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { EXPORT_WORDS, exportTarget } from '../export/exportTarget.ts'
import { type ExportReport, exportText, runExport } from '../export/writeExport.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { printResult } from '../output.ts'
import { PACK_WORDS, packOptions } from '../packOptions.ts'
import { type Session, withSession } from '../session.ts'
import { tellIssues } from '../tellIssues.ts'

/** `packscope pack PATH --sequence-len N`: packs the whole dataset, prints the account, and writes the packs with -o. */
export const pack: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    {
      ...PACK_WORDS,
      ...EXPORT_WORDS,
      'input-format': { type: 'string' },
      columns: { type: 'string', multiple: true },
    },
    { command: 'pack', min: 1, max: 1 },
  )
  const options = packOptions(values)
  const columns = columnList(values.columns) ?? null
  const input = inputFormat(values['input-format'], '--input-format')
  const target = await exportTarget(values, context)
  await withSession(context, async (session) => {
    const info = await session.openIndexed(positionals[0] ?? '', input, values.split, csvOptions(values))
    const packed = (await session.run({ kind: 'pack', datasetId: info.datasetId, options })) as PackResult
    await tellIssues(context, session, info.datasetId)
    await tellIssues(context, session, packed.datasetId)
    const summary = await completeSummary(session, packed)
    const written = target ? await runExport(session, packed.datasetId, target, columns, context.output) : null
    const result = written ? { ...summary, output: written } : summary
    await printResult(context.output, values.json === true, result, () => packText(summary, written))
  })
  return 0
}

type PackResult = Extract<JobResult, { kind: 'pack' }>

/** The summary with the trained tokens of rows that were cut, once their labels are read. */
async function completeSummary(session: Session, { summary, accountJobId }: PackResult): Promise<PackSummary> {
  if (accountJobId === null) return summary
  const complete = await session.result(accountJobId)
  return complete.kind === 'account' ? complete.summary : summary
}

/** Rounded down: 99.998 % is not 100 %. */
function percent(share: number): string {
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
}

function packText(summary: PackSummary, written: ExportReport | null): string {
  const n = (value: number) => value.toLocaleString('en')
  const source = summary.tokenizer ? `${summary.column}, tokenizer ${summary.tokenizer}` : summary.column
  const size = summary.capacity === summary.sequenceLen ? '' : ` (packs of ${n(summary.capacity)})`
  const lines = [
    `${summary.strategy}, sequence_len ${n(summary.sequenceLen)}${size}, column ${source}`,
    `efficiency        ${percent(summary.efficiency)}`,
    `packs             ${n(summary.packs)} of ${n(summary.rows)} rows, ${summary.speedUp.toFixed(1)}× fewer than rows padded`,
    '',
    ...accountLines(summary.account),
  ]
  return `${lines.join('\n')}\n${written ? exportText(written) : ''}`
}
