import type { ColumnStats, LengthStats, StatsValue } from '../../../core/stats/columnStats.ts'
import { columnList, parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { printResult } from '../output.ts'
import { withSession } from '../session.ts'

/** Characters of a value that are printed to people; `--json` has more. */
const SHOWN_CHARACTERS = 60

/** `packscope stats PATH`: what the values of each column are like, after one pass over the whole file. */
export const stats: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    { format: { type: 'string' }, columns: { type: 'string', multiple: true } },
    { command: 'stats', min: 1, max: 1 },
  )
  const format = inputFormat(values.format, '--format')
  const columns = columnList(values.columns) ?? null
  await withSession(context, async ({ openIndexed, run }) => {
    const { datasetId } = await openIndexed(positionals[0] ?? '', format, values.split, csvOptions(values))
    const result = await run({ kind: 'stats', datasetId, columns })
    if (result.kind !== 'stats') throw new Error(`a ${result.kind} job answered`)
    await printResult(context.output, values.json === true, result.columns, () => statsText(result.columns))
  })
  return 0
}

function statsText(columns: readonly ColumnStats[]): string {
  return columns.map((column) => `${columnText(column).join('\n')}\n`).join('\n')
}

function columnText(column: ColumnStats): string[] {
  const { name, type, rows, nulls, nan, distinct, min, max, mean, quantiles, lengths, approximate } = column
  const about = (figure: ColumnStats['approximate'][number]) => (approximate.includes(figure) ? 'about ' : '')
  const lines = [
    `${name}  ${type}`,
    `  ${count(rows)} rows, ${count(nulls)} null${nan ? `, ${count(nan)} NaN` : ''}, ${about('distinct')}${count(distinct)} different`,
  ]
  if (min !== null && max !== null) {
    lines.push(`  from ${shown(min)} to ${shown(max)}${mean === null ? '' : `, mean ${Number(mean.toPrecision(6))}`}`)
  }
  if (quantiles) lines.push(`  ${about('quantiles')}${table(quantiles)}`)
  for (const [unit, length] of Object.entries(lengths ?? {})) {
    lines.push(`  ${unit}: ${lengthText(length as LengthStats, about('lengths'))}`)
  }
  return lines
}

function lengthText({ min, max, mean, quantiles }: LengthStats, about: string): string {
  return `${count(min)} to ${count(max)}, mean ${Number(mean.toPrecision(6))}; ${about}${table(quantiles)}`
}

function table(quantiles: Record<string, StatsValue>): string {
  return Object.entries(quantiles)
    .map(([share, value]) => `${Math.round(Number(share) * 100)} % ${shown(value)}`)
    .join(', ')
}

function count(value: number): string {
  return value.toLocaleString('en')
}

function shown(value: StatsValue): string {
  if (typeof value !== 'string') return String(value)
  const line = value.replaceAll(/\s+/g, ' ')
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line
}
