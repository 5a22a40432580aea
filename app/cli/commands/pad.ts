import type { PadOptions, PadSummary } from '../../protocol/packing.ts'
import { oneOf, parseWords, wholeNumber } from '../args.ts'
import type { Command } from '../context.ts'
import { inputFormat } from '../inputFormat.ts'
import { printResult } from '../output.ts'
import { withSession } from '../session.ts'
import { UsageError } from '../usage.ts'

const COUNT = { min: 1, max: 0x7fff_ffff }

/** `packscope pad PATH --batch-size B`: what padding in batches would come to. */
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
      column: { type: 'string' },
      'input-format': { type: 'string' },
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
  }
  const input = inputFormat(values['input-format'], '--input-format')
  await withSession(context, async (session) => {
    const info = await session.openIndexed(positionals[0] ?? '', input)
    const summary = await session.api.pad({ datasetId: info.datasetId, options }, context.signal)
    const { heat: _heat, histogram, ...figures } = summary
    const result = { ...figures, histogram: [...histogram] }
    await printResult(context.output, values.json === true, result, () => padText(summary))
  })
  return 0
}

function padText(summary: PadSummary): string {
  const n = (value: number) => value.toLocaleString('en')
  const source = summary.tokenizer ? `${summary.column}, tokenizer ${summary.tokenizer}` : summary.column
  const [shortest, median, longest] = summary.widths
  const lines = [
    `column ${source}, ${n(summary.rows)} rows in ${n(summary.batches)} batches`,
    `waste   ${(summary.waste * 100).toFixed(2)} %`,
    `tokens  ${n(summary.tokens)}, ${n(summary.padTokens)} padding`,
    `widths  ${n(shortest)} to ${n(longest)}, median ${n(median)}`,
  ]
  if (summary.cutTokens > 0) lines.push(`cut     ${n(summary.cutTokens)} tokens of ${n(summary.cutRows)} rows`)
  if (summary.skippedRows > 0) lines.push(`skipped ${n(summary.skippedRows)} rows that could not be used`)
  return `${lines.join('\n')}\n`
}
