import type { PadOptions, PadSummary } from '../../protocol/packing.ts'
import { accountLines } from '../accountText.ts'
import { columnList, oneOf, parseWords, wholeNumber } from '../args.ts'
import type { Command } from '../context.ts'
import { EXPORT_WORDS, exportTarget } from '../export/exportTarget.ts'
import { type ExportReport, exportText, runExport } from '../export/writeExport.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { printResult } from '../output.ts'
import { COUNT, INT32 } from '../packOptions.ts'
import { withSession } from '../session.ts'
import { tellIssues } from '../tellIssues.ts'
import { UsageError } from '../usage.ts'

/** `packscope pad PATH --batch-size B`: what padding in batches would come to, and with -o the padded rows. */
export const pad: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    {
      'batch-size': { type: 'string' },
      side: { type: 'string' },
      'multiple-of': { type: 'string' },
      'target-length': { type: 'string' },
      order: { type: 'string' },
      'shuffle-seed': { type: 'string' },
      'pad-token-id': { type: 'string' },
      'label-pad-id': { type: 'string' },
      column: { type: 'string' },
      ...EXPORT_WORDS,
      'input-format': { type: 'string' },
      columns: { type: 'string', multiple: true },
    },
    { command: 'pad', min: 1, max: 1 },
  )
  if (values['batch-size'] === undefined) throw new UsageError('packscope pad needs --batch-size B')
  const optional = (word: string | undefined, name: string) =>
    word === undefined ? null : wholeNumber(word, name, { ...COUNT, fallback: 1 })
  const options: PadOptions = {
    column: values.column ?? null,
    batchSize: wholeNumber(values['batch-size'], '--batch-size', { ...COUNT, fallback: 1 }),
    side: oneOf(values.side, '--side', ['right', 'left'], 'right'),
    padToMultipleOf: optional(values['multiple-of'], '--multiple-of'),
    targetLength: optional(values['target-length'], '--target-length'),
    order: oneOf(values.order, '--order', ['file', 'shuffled', 'length'], 'file'),
    shuffleSeed: wholeNumber(values['shuffle-seed'], '--shuffle-seed', { min: 0, fallback: 42 }),
    padTokenId: wholeNumber(values['pad-token-id'], '--pad-token-id', { ...INT32, fallback: 0 }),
    labelPadId: wholeNumber(values['label-pad-id'], '--label-pad-id', { ...INT32, fallback: -100 }),
  }
  const columns = columnList(values.columns) ?? null
  const input = inputFormat(values['input-format'], '--input-format')
  const target = await exportTarget(values, context)
  await withSession(context, async (session) => {
    const { datasetId } = await session.openIndexed(positionals[0] ?? '', input, values.split, csvOptions(values))
    const counted = await session.api.pad({ datasetId, options }, context.signal)
    const account = await session.api.padAccount({ datasetId, options }, context.signal)
    const summary = { ...counted, account }
    await tellIssues(context, session, datasetId)
    let written: ExportReport | null = null
    if (target) {
      const view = await session.api.openPadded({ datasetId, options }, context.signal)
      written = await runExport(session, view.datasetId, target, columns, context.output)
    }
    const { heat: _heat, histogram, ...figures } = summary
    const result = { ...figures, histogram: [...histogram], ...(written && { output: written }) }
    await printResult(context.output, values.json === true, result, () => padText(summary, written))
  })
  return 0
}

function padText(summary: PadSummary, written: ExportReport | null): string {
  const n = (value: number) => value.toLocaleString('en')
  const source = summary.tokenizer ? `${summary.column}, tokenizer ${summary.tokenizer}` : summary.column
  const [shortest, median, longest] = summary.widths
  const lines = [
    `column ${source}, ${n(summary.rows)} rows in ${n(summary.batches)} batches`,
    `waste   ${(summary.waste * 100).toFixed(2)} %`,
    `widths  ${n(shortest)} to ${n(longest)}, median ${n(median)}`,
    '',
    ...accountLines(summary.account),
  ]
  return `${lines.join('\n')}\n${written ? exportText(written) : ''}`
}
