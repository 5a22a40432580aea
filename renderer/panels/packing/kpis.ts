import type { CurvePoint, PackSummary } from '../../../app/protocol/packing.ts'
import { formatCompact, formatCount, formatPercent, formatPlural } from '../../format/numbers.ts'
import { ifAny, type Kpi } from '../planning/kpi.ts'

/** `8.1×`. */
export function formatTimes(factor: number): string {
  return `${factor >= 99.95 ? formatCount(factor) : factor.toFixed(1)}×`
}

/** What a packing comes to, in six numbers. */
export function kpisOf(summary: PackSummary): Kpi[] {
  const { tokens, addedTokens, cutTokens, padTokens, droppedRows, truncatedRows, skippedRows, trainedTokens } = summary
  const added = addedTokens > 0 ? ` + ${formatCompact(addedTokens)} EOS` : ''
  const trained =
    trainedTokens === null || tokens === 0 ? '' : `, ${formatPercent(trainedTokens / tokens, 0)} trained on`
  const lost = [
    truncatedRows > 0 && `${formatCompact(truncatedRows)} cut`,
    droppedRows > 0 && `${formatCompact(droppedRows)} dropped`,
    skippedRows > 0 && `${formatCompact(skippedRows)} skipped`,
  ].filter(Boolean)
  return [
    { id: 'efficiency', value: ifAny(summary.packs, formatPercent(summary.efficiency)), label: 'packing efficiency' },
    { id: 'packs', value: formatCount(summary.packs), label: `packs of ${formatCount(summary.capacity)}` },
    { id: 'tokens', value: formatCompact(tokens), label: `tokens kept${added}${trained}`, exact: formatCount(tokens) },
    {
      id: 'cut',
      value: formatCompact(cutTokens),
      label: lost.length > 0 ? `tokens lost; rows: ${lost.join(', ')}` : 'tokens cut or dropped',
      exact: formatCount(cutTokens),
      bad: cutTokens > 0 || droppedRows + skippedRows > 0,
    },
    { id: 'pad', value: formatCompact(padTokens), label: 'pad tokens', exact: formatCount(padTokens) },
    {
      id: 'speedup',
      value: ifAny(summary.packs, formatTimes(summary.speedUp)),
      label: 'fewer steps than padding',
      exact: 'One sequence per row, padded to the longest row kept, against these packs',
    },
  ]
}

/**
 * The same numbers while `sequence_len` is being dragged, read off the curve; speed-up needs a plan of its own.
 * @param capacityPerLen positions of a pack for each of `sequence_len` (micro batch size with packing attention)
 */
export function previewKpis(point: CurvePoint, capacityPerLen: number): Kpi[] {
  const { packs, efficiency, keptTokens, cutTokens, droppedRows } = point
  const capacity = point.sequenceLen * capacityPerLen
  const padTokens = Math.round(packs * capacity * (1 - efficiency))
  return [
    { id: 'efficiency', value: ifAny(packs, formatPercent(efficiency)), label: 'packing efficiency, off the curve' },
    { id: 'packs', value: formatCount(packs), label: `packs of ${formatCount(capacity)}` },
    { id: 'tokens', value: formatCompact(keptTokens), label: 'tokens kept' },
    {
      id: 'cut',
      value: formatCompact(cutTokens),
      label: droppedRows > 0 ? `tokens lost; ${formatPlural(droppedRows, 'row')} dropped` : 'tokens cut or dropped',
      bad: cutTokens > 0,
    },
    { id: 'pad', value: formatCompact(padTokens), label: 'pad tokens' },
    { id: 'speedup', value: '…', label: 'fewer steps than padding' },
  ]
}
