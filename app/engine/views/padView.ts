import { withAbort } from '../../../core/abort.ts'
import { padAccount, padLineRows, partlyPadded } from '../../../core/padding/padAccount.ts'
import { type PadPlan, paddingWaste } from '../../../core/padding/padBatches.ts'
import { paddedDataset } from '../../../core/padding/paddedDataset.ts'
import type { Pool } from '../../pool/pool.ts'
import type { AccountLine, PadLine, PadOptions, PadPage, PadSummary } from '../../protocol/packing.ts'
import { transfer } from '../../rpc/transfer.ts'
import type { Entry } from '../entry.ts'
import type { JobRunner } from '../jobRunner.ts'
import { padStep } from '../provenance/lineageOf.ts'
import { derivedEntry } from './derivedEntry.ts'
import { fileRows } from './fileRows.ts'
import { readTrainedParts } from './packAccount.ts'
import { lineView } from './selectedView.ts'
import { tokenColumns, tokenCounts, tokenizerOf } from './tokenCounts.ts'

/** Slices of the heat map. */
const HEAT_SLICES = 4096
const HISTOGRAM_BINS = 20
/** Rows of one answer. */
const PAGE_ROWS = 2000
/** Paddings kept per dataset: the three orders of the same options, and the one before. */
const KEPT_PLANS = 4

/** What padding in batches would come to, over the whole dataset. */
export async function padSummaryOf(
  entry: Entry,
  options: PadOptions,
  jobs: JobRunner,
  pool: Pool,
  signal?: AbortSignal,
): Promise<PadSummary> {
  const source = tokenColumns(entry, options.column)
  const { lengths, trained } = await tokenCounts(entry, source, jobs, signal)
  const plan = await planOf(entry, options, jobs, pool, signal)
  const { totals, widths } = plan
  const sorted = widths.slice().sort()
  const width = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  const histogram = new Uint32Array(HISTOGRAM_BINS)
  for (let batch = 0; batch < totals.batches; batch++) {
    const waste = wasteOf(plan, batch, batch + 1)
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.floor(waste * HISTOGRAM_BINS))
    histogram[bin] = (histogram[bin] as number) + 1
  }
  return {
    ...totals,
    column: source.ids,
    tokenizer: tokenizerOf(entry, source),
    rows: totals.rows + totals.skippedRows,
    waste: paddingWaste(totals),
    heat: heatOf(plan),
    account: padAccount(plan, lengths, trained, null),
    histogram,
    widths: [width(0), width(0.5), width(1)],
  }
}

/** Batches `[batchStart, batchEnd)`; fewer when they hold very many rows. */
export async function readPadPage(
  entry: Entry,
  params: { options: PadOptions; batchStart: number; batchEnd: number },
  jobs: JobRunner,
  pool: Pool,
  signal?: AbortSignal,
): Promise<PadPage> {
  const { lengths } = await tokenCounts(entry, tokenColumns(entry, params.options.column), jobs, signal)
  const plan = await planOf(entry, params.options, jobs, pool, signal)
  const { batchSize } = plan
  const start = Math.max(0, Math.min(params.batchStart, plan.totals.batches))
  const most = start + Math.max(1, Math.floor(PAGE_ROWS / batchSize))
  const end = Math.max(start, Math.min(params.batchEnd, plan.totals.batches, most))
  const rows = plan.rows.slice(start * batchSize, Math.min(end * batchSize, start * batchSize + PAGE_ROWS))
  const rowOffsets = Uint32Array.from({ length: end - start + 1 }, (_, i) => Math.min(i * batchSize, rows.length))
  const page: PadPage = {
    batchStart: start,
    rowOffsets,
    rows,
    rowNumbers: fileRows(entry.dataset, rows),
    lengths: rows.map((row) => lengths[row] as number),
    widths: plan.widths.slice(start, end),
  }
  return transfer(page, [rows.buffer, page.lengths.buffer as ArrayBuffer])
}

async function planOf(
  entry: Entry,
  options: PadOptions,
  jobs: JobRunner,
  pool: Pool,
  signal: AbortSignal | undefined,
): Promise<PadPlan> {
  const source = tokenColumns(entry, options.column)
  const { column: _column, padTokenId: _id, labelPadId: _label, ...counting } = options
  const key = JSON.stringify([source, counting])
  const kept = entry.paddings.get(key)
  if (kept) return kept
  const { lengths } = await tokenCounts(entry, source, jobs, signal)
  const plan = await pool.planning.planPadding({ lengths, options }, signal)
  entry.paddings.set(key, plan)
  const oldest = entry.paddings.keys().next().value
  if (entry.paddings.size > KEPT_PLANS && oldest !== undefined) entry.paddings.delete(oldest)
  return plan
}

/** The rows behind a line of a padding's account, as a view of the dataset. */
export async function openPadLine(
  entry: Entry,
  params: { options: PadOptions; line: PadLine },
  viewId: string,
  jobs: JobRunner,
  pool: Pool,
  signal?: AbortSignal,
): Promise<Entry> {
  const { options, line } = params
  const plan = await planOf(entry, options, jobs, pool, signal)
  const source = tokenColumns(entry, options.column)
  const { lengths } = await tokenCounts(entry, source, jobs, signal)
  const step = { kind: 'padLine', options: padStep(options, source.ids).options, line } as const
  return lineView(entry, padLineRows(plan, lengths, line), step, paddingName(options), viewId)
}

/** The padded rows of an epoch, as a view. */
export async function openPadded(
  entry: Entry,
  options: PadOptions,
  viewId: string,
  jobs: JobRunner,
  pool: Pool,
  signal?: AbortSignal,
): Promise<Entry> {
  const source = tokenColumns(entry, options.column)
  const plan = await planOf(entry, options, jobs, pool, signal)
  return derivedEntry(
    entry,
    (dataset) => paddedDataset(dataset, source, plan, options),
    {
      datasetId: viewId,
      name: paddingName(options),
      kind: 'padded',
      pad: { ...options, column: source.ids },
    },
    padStep(options, source.ids),
  )
}

const ORDER_NAMES = { file: 'file order', shuffled: 'shuffled', length: 'by length' } as const

function paddingName({ batchSize, order, targetLength }: PadOptions): string {
  return `padded · ${ORDER_NAMES[order]} · ${batchSize} rows${targetLength === null ? '' : ` · to ${targetLength}`}`
}

/**
 * The account of a padding with the trained tokens of rows that are cut, whose labels are read for it, as a job.
 * @throws EngineError `source/changed`, and whatever scanning throws
 */
export async function countPadAccount(
  entry: Entry,
  options: PadOptions,
  jobs: JobRunner,
  pool: Pool,
  signal?: AbortSignal,
): Promise<AccountLine[]> {
  const source = tokenColumns(entry, options.column)
  const { lengths, trained } = await tokenCounts(entry, source, jobs, signal)
  const plan = await planOf(entry, options, jobs, pool, signal)
  if (trained === null || plan.totals.cutRows === 0) return padAccount(plan, lengths, trained, null)
  let account: AccountLine[] = []
  const job = jobs.start('account', entry.info.datasetId, entry.lifetime.signal, async (context) => {
    const trainedKept = await readTrainedParts(entry, source, partlyPadded(plan, lengths), context)
    account = padAccount(plan, lengths, trained, trainedKept)
    return { kind: 'pad-account', account }
  })
  const cancel = () => void jobs.cancel(job.jobId)
  signal?.addEventListener('abort', cancel, { once: true })
  await withAbort(job.ended, signal).finally(() => signal?.removeEventListener('abort', cancel))
  return account
}

/** Waste of batches `[start, end)` together. */
function wasteOf({ tokens, padTokens }: PadPlan, start: number, end: number): number {
  const sum = { tokens: 0, padTokens: 0 }
  for (let batch = start; batch < end; batch++) {
    sum.tokens += tokens[batch] as number
    sum.padTokens += padTokens[batch] as number
  }
  return paddingWaste(sum)
}

function heatOf(plan: PadPlan): Float32Array<ArrayBuffer> {
  const { batches } = plan.totals
  const slices = Math.min(HEAT_SLICES, batches)
  return Float32Array.from({ length: slices }, (_, i) =>
    wasteOf(plan, Math.floor((i * batches) / slices), Math.floor(((i + 1) * batches) / slices)),
  )
}
