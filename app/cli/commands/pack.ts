import type { PackSummary } from '../../protocol/datasets.ts'
import type { JobResult, PackOptions } from '../../protocol/jobs.ts'
import { oneOf, parseWords, wholeNumber } from '../args.ts'
import type { Command } from '../context.ts'
import { exportFormat } from '../exportTarget.ts'
import { inputFormat } from '../inputFormat.ts'
import { printResult } from '../output.ts'
import { withSession } from '../session.ts'
import { UsageError } from '../usage.ts'
import { type ExportReport, exportText, runExport } from './export.ts'

const INT32 = { min: -0x8000_0000, max: 0x7fff_ffff }

/** `packscope pack PATH --sequence-len N`: packs the whole dataset, prints the account, and writes the packs with -o. */
export const pack: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    {
      'sequence-len': { type: 'string' },
      strategy: { type: 'string' },
      column: { type: 'string' },
      excess: { type: 'string' },
      'pad-token-id': { type: 'string' },
      'eos-token-id': { type: 'string' },
      'label-pad-id': { type: 'string' },
      format: { type: 'string' },
      'input-format': { type: 'string' },
      output: { type: 'string', short: 'o' },
    },
    { command: 'pack', min: 1, max: 1 },
  )
  if (values['sequence-len'] === undefined) throw new UsageError('packscope pack needs --sequence-len N')
  const options: PackOptions = {
    strategy: oneOf(values.strategy, '--strategy', ['greedy'], 'greedy'),
    sequenceLen: wholeNumber(values['sequence-len'], '--sequence-len', { min: 3, max: INT32.max, fallback: 0 }),
    column: values.column ?? null,
    padTokenId: wholeNumber(values['pad-token-id'], '--pad-token-id', { ...INT32, fallback: 0 }),
    eosTokenId: wholeNumber(values['eos-token-id'], '--eos-token-id', { ...INT32, fallback: 2 }),
    labelPadId: wholeNumber(values['label-pad-id'], '--label-pad-id', { ...INT32, fallback: -100 }),
    excess: oneOf(values.excess, '--excess', ['drop', 'truncate', 'split', 'error'], 'drop'),
  }
  const out = values.output
  const format = out === undefined ? null : exportFormat(out, values.format)
  const input = inputFormat(values['input-format'], '--input-format')
  await withSession(context, async (session) => {
    const info = await session.openIndexed(positionals[0] ?? '', input)
    const packed = (await session.run({ kind: 'pack', datasetId: info.datasetId, options })) as Extract<
      JobResult,
      { kind: 'pack' }
    >
    for (const issue of await session.api.listIssues({ datasetId: packed.datasetId, start: 0, end: 10 })) {
      context.output.err(`${issue.severity}: ${issue.message}\n`)
    }
    const written =
      out !== undefined && format !== null ? await runExport(session, packed.datasetId, format, null, out) : null
    const result = written ? { ...packed.summary, output: written } : packed.summary
    await printResult(context.output, values.json === true, result, () => packText(packed.summary, written))
  })
  return 0
}

function packText(summary: PackSummary, written: ExportReport | null): string {
  const n = (value: number) => value.toLocaleString('en')
  const source = summary.tokenizer ? `${summary.column}, tokenizer ${summary.tokenizer}` : summary.column
  const lines = [
    `${summary.strategy}, sequence_len ${n(summary.sequenceLen)}, column ${source}`,
    `efficiency  ${(summary.efficiency * 100).toFixed(2)} %`,
    `packs       ${n(summary.packs)} of ${n(summary.rows)} rows`,
    `tokens      ${n(summary.tokens)} kept, ${n(summary.cutTokens)} cut, ${n(summary.padTokens)} padding`,
    `rows        ${n(summary.droppedRows)} dropped, ${n(summary.truncatedRows)} truncated, ${n(summary.splitRows)} split, ${n(summary.skippedRows)} skipped`,
  ]
  return `${lines.join('\n')}\n${written ? exportText(written) : ''}`
}
