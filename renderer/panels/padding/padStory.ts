import type { PackSummary, PadOptions, PadSummary } from '../../../app/protocol/packing.ts'
import { formatCompact, formatCount, formatPercent, formatPlural } from '../../format/numbers.ts'
import { ifAny, type Kpi } from '../planning/kpi.ts'
import { type Answers, summaryKey } from './padAnswers.ts'
import { ORDER_NAMES, PAD_ORDERS } from './padSettings.ts'

/** What a padding comes to, in a few numbers; losses only where there are any. */
export function padKpis(summary: PadSummary): Kpi[] {
  const { waste, tokens, padTokens, batches, rows, cutTokens, cutRows, skippedRows, widths } = summary
  const kpis: Kpi[] = [
    {
      id: 'waste',
      value: ifAny(batches, formatPercent(waste, 1)),
      label: 'waste: positions that are padding',
      exact: formatPercent(waste, 4),
    },
    { id: 'pad', value: formatCompact(padTokens), label: 'pad tokens', exact: formatCount(padTokens) },
    { id: 'tokens', value: formatCompact(tokens), label: 'tokens', exact: formatCount(tokens) },
    {
      id: 'batches',
      value: formatCompact(batches),
      label: `${batches === 1 ? 'batch' : 'batches'} for ${formatPlural(rows, 'row')}`,
      exact: formatCount(batches),
    },
    {
      id: 'widths',
      value: ifAny(batches, widths.map((width) => formatCompact(width)).join(' · ')),
      label: 'shortest · median · longest width',
    },
  ]
  if (cutTokens > 0) {
    const label = `tokens cut in ${formatPlural(cutRows, 'row')}`
    kpis.push({ id: 'cut', value: formatCompact(cutTokens), label, exact: formatCount(cutTokens), bad: true })
  }
  if (skippedRows > 0) {
    kpis.push({ id: 'skipped', value: formatCount(skippedRows), label: 'rows left out: not usable', bad: true })
  }
  return kpis
}

/** One line of the table that sets the orders side by side. */
export interface OrderLine {
  order: PadOptions['order']
  name: string
  summary: PadSummary | null
  /** It was asked for and cannot be had. */
  failed: boolean
}

export function orderLines(answers: Answers, options: PadOptions): OrderLine[] {
  return PAD_ORDERS.map((order) => {
    const answer = answers.get(summaryKey({ ...options, order }))
    const name = order === 'shuffled' ? `shuffled, seed ${options.shuffleSeed}` : ORDER_NAMES[order]
    return { order, name, summary: answer?.summary ?? null, failed: answer !== undefined && !answer.summary }
  })
}

/** How the order in use stands beside the other ones and a packing of the same column, in plain sentences. */
export function padStory(
  lines: readonly OrderLine[],
  order: PadOptions['order'],
  packed: PackSummary | null,
): string[] {
  const summaryOf = (wanted: PadOptions['order']) => lines.find((line) => line.order === wanted)?.summary ?? null
  const current = summaryOf(order)
  if (!current || current.batches === 0) return []
  const said: string[] = []
  const here = formatPercent(current.waste, 1)
  const grouped = summaryOf('length')
  const other = order === 'length' ? summaryOf('file') : grouped
  if (other && order === 'length') {
    said.push(
      other.waste > current.waste
        ? `Grouped by length wastes ${here} instead of ${formatPercent(other.waste, 1)} in file order.`
        : 'Grouping by length changes nothing here.',
    )
  } else if (other) {
    said.push(
      other.waste < current.waste
        ? `Grouped by length would waste ${formatPercent(other.waste, 1)} instead of ${here}.`
        : 'Grouping by length would change nothing here.',
    )
  }
  if (packed && packed.packs > 0) {
    const { strategy, sequenceLen } = packed
    const waste = formatPercent(1 - packed.efficiency, 1)
    said.push(`Packed (${strategy}, sequence_len ${formatCount(sequenceLen)}) ${waste} of the positions are empty.`)
  }
  return said
}
