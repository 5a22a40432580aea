import type { RecordBatch } from 'apache-arrow'
import type { Issue } from '../issues.ts'
import type { Dataset, ScanRequest, Split } from './dataset.ts'
import { inOrder } from './inOrder.ts'
import { scanRange } from './scanRange.ts'

/** Rows a part has at least: splits of fewer are joined, since a part takes a call. */
const PART_ROWS = 16 * 1024
/** Decoded bytes that a part behind the first one may hold ready. */
const WAITING_BYTES = 24 * 1024 ** 2

/** Rows `[rowStart, rowEnd)` cut where splits begin, but into no more parts than are worth it. */
export function partsOf(splits: readonly Split[], rowStart: number, rowEnd: number): Split[] {
  const parts: Split[] = []
  for (const split of splits) {
    const start = Math.max(split.rowStart, rowStart)
    const end = Math.min(split.rowEnd, rowEnd)
    if (start >= end) continue
    const last = parts.at(-1)
    if (last && end - last.rowStart <= PART_ROWS) last.rowEnd = end
    else parts.push({ rowStart: start, rowEnd: end })
  }
  return parts
}

/**
 * The same dataset, but a long scan reads up to `lanes` parts at once, each with a scan of its own: worth it where
 * every scan runs in a worker. Rows and issues come in order; what is decoded before its turn is bounded.
 *
 * @param dataset its extent is exact and its splits cover it
 */
export function scanInParts(dataset: Dataset, lanes: number): Dataset {
  async function* scanPart(request: ScanRequest, part: Split, signal: AbortSignal) {
    let issues: Issue[] = []
    const onIssue = (issue: Issue) => void issues.push(issue)
    for await (const batch of dataset.scan({ ...request, ...part, onIssue, signal })) {
      yield { batch, issues }
      issues = []
    }
  }

  async function* scan(request: ScanRequest): AsyncGenerator<RecordBatch, void> {
    const { rowStart, rowEnd } = scanRange(request, dataset.extent.numRows)
    const parts = partsOf(dataset.splits, rowStart, rowEnd)
    const { signal, onIssue } = request
    const weigh = ({ batch }: { batch: RecordBatch }) => batch.data.byteLength
    const options = { lanes, weigh, maxWaiting: WAITING_BYTES, ...(signal ? { signal } : {}) }
    const open = (part: Split, leaving: AbortSignal) => scanPart(request, part, leaving)
    for await (const { batch, issues } of inOrder(parts, open, options)) {
      if (onIssue) for (const issue of issues) onIssue(issue)
      yield batch
    }
  }

  return {
    get schema() {
      return dataset.schema
    },
    get extent() {
      return dataset.extent
    },
    get splits() {
      return dataset.splits
    },
    scan: (request) => (lanes > 1 ? scan(request) : dataset.scan(request)),
    buildIndex: (options) => dataset.buildIndex(options),
  }
}
