import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../abort.ts'
import type { Issue } from '../issues.ts'
import { batchBytes, sliceBatch } from '../table/batches.ts'
import { canGather, gatherRows } from '../table/gatherRows.ts'
import type { Dataset, ScanRequest, Split } from './dataset.ts'
import { firstFrom } from './firstFrom.ts'
import { nearRunEnd, openRowCursor } from './rowCursor.ts'
import { scanRange } from './scanRange.ts'

/** Rows that follow each other at least this often on average are handed on without copying. */
const SHARED_RUN_ROWS = 64
/**
 * Bytes of rows gathered by one pass over the base where they do not come in its order. Every pass may read the whole
 * base, so N bytes of rows take N / this passes.
 */
const GATHER_BYTES = 160 * 1024 * 1024
/** Rows of the first pass, before their weight is known, and of any. */
const FIRST_GATHER_ROWS = 65_536
const MOST_GATHER_ROWS = 1 << 20
/** Rows are planned for this share of the bytes, as some weigh more than those before. */
const GATHER_MARGIN = 0.85
/** However heavy rows are, so many are held at a time: a page of the grid should not take many passes. */
const LEAST_GATHER_ROWS = 64

/**
 * Chosen rows of a dataset, in the order given, as a dataset: row `i` is row `rows[i]` of `base`. Nothing is read
 * before it is asked for. Rows in ascending order are read in one pass that skips far gaps; others are gathered, so
 * many at a time as memory allows, in one pass each.
 *
 * @param rows below 2^32; kept, not copied
 * @param gatherBytes see `GATHER_BYTES`
 */
export function selectRows(base: Dataset, rows: Uint32Array, gatherBytes = GATHER_BYTES): Dataset {
  const ascending = isAscending(rows)
  return {
    get schema() {
      return base.schema
    },
    extent: { numRows: rows.length, exact: true },
    get splits() {
      return ascending ? splitsOf(base.splits, rows) : [{ rowStart: 0, rowEnd: rows.length }]
    },
    rowNumber: (row) => {
      const inBase = rows[row] as number
      return base.rowNumber?.(inBase) ?? inBase
    },
    async *scan(request) {
      const { rowStart, rowEnd, batchRows } = scanRange(request, rows.length)
      const wanted = rows.subarray(rowStart, rowEnd)
      if (ascending) yield* inBaseOrder(base, wanted, rowStart, batchRows, SHARED_RUN_ROWS, request)
      else yield* inOwnOrder(base, wanted, rowStart, batchRows, gatherBytes, request)
    },
    buildIndex: (options) => base.buildIndex(options),
  }
}

function isAscending(rows: Uint32Array): boolean {
  for (let i = 1; i < rows.length; i++) if ((rows[i] as number) <= (rows[i - 1] as number)) return false
  return true
}

/** The base's splits in positions of the selection, empty ones left out. */
function splitsOf(splits: readonly Split[], rows: Uint32Array): Split[] {
  return splits.flatMap((split) => {
    const [rowStart, rowEnd] = [firstFrom(rows, split.rowStart), firstFrom(rows, split.rowEnd)]
    return rowStart < rowEnd ? [{ rowStart, rowEnd }] : []
  })
}

/**
 * @param position of `rows[0]` in the selection, for the issues
 * @param sharedRunRows see `rowsOf`
 */
async function* inBaseOrder(
  base: Dataset,
  rows: Uint32Array,
  position: number,
  batchRows: number,
  sharedRunRows: number,
  request: ScanRequest,
): AsyncGenerator<RecordBatch> {
  const { columns, signal, onIssue } = request
  const rowAt = (i: number) => rows[i] as number
  const told = onIssue && ((issue: Issue) => tellInBaseOrder(issue, rows, position, onIssue))
  const cursor = openRowCursor(base, { columns, signal, onIssue: told })
  try {
    for (let i = 0; i < rows.length; ) {
      const from = i
      const { batch, rowStart, rowEnd } = await cursor.moveTo(rowAt(i), () => nearRunEnd(rowAt, from, rows.length))
      while (i < rows.length && rowAt(i) < rowEnd) {
        const start = i
        while (i < rows.length && rowAt(i) < rowEnd && i - start < batchRows) i++
        const local = Uint32Array.from(rows.subarray(start, i), (row) => row - rowStart)
        for (const part of rowsOf([batch], new Uint32Array(local.length), local, sharedRunRows)) {
          throwIfAborted(signal)
          yield part
        }
      }
    }
  } finally {
    await cursor.close()
  }
}

/**
 * An issue about base rows, as one about the run of positions that shows them; as it is when it names no row.
 * @param rows ascending
 * @param position of `rows[0]`
 */
export function tellInBaseOrder(issue: Issue, rows: Uint32Array, position: number, tell: (issue: Issue) => void): void {
  if (issue.rowStart === null) {
    tell(issue)
    return
  }
  const rowStart = firstFrom(rows, issue.rowStart)
  const rowEnd = firstFrom(rows, issue.rowEnd ?? issue.rowStart + 1)
  if (rowStart < rowEnd) tell({ ...issue, rowStart: position + rowStart, rowEnd: position + rowEnd })
}

/**
 * Rows of batches, one after the other, in as few batches as sharing and dictionaries allow.
 * @param sharedRunRows rows that follow each other at least this often on average share the buffers
 */
function* rowsOf(
  batches: readonly RecordBatch[],
  which: Uint32Array,
  local: Uint32Array,
  sharedRunRows: number,
): Generator<RecordBatch> {
  const runs = { batches: [] as number[], starts: [] as number[], counts: [] as number[] }
  for (let i = 0; i < local.length; i++) {
    const last = runs.counts.length - 1
    const goesOn =
      last >= 0 &&
      runs.batches[last] === which[i] &&
      (runs.starts[last] as number) + (runs.counts[last] as number) === local[i]
    if (goesOn) {
      runs.counts[last] = (runs.counts[last] as number) + 1
      continue
    }
    runs.batches.push(which[i] as number)
    runs.starts.push(local[i] as number)
    runs.counts.push(1)
  }
  if (local.length >= sharedRunRows * runs.counts.length || !canGather(batches)) {
    for (const [i, start] of runs.starts.entries()) {
      const batch = batches[runs.batches[i] as number] as RecordBatch
      yield sliceBatch(batch, start, start + (runs.counts[i] as number))
    }
  } else if (local.length > 0) yield gatherRows(batches, runs)
}

async function* inOwnOrder(
  base: Dataset,
  rows: Uint32Array,
  position: number,
  batchRows: number,
  gatherBytes: number,
  request: ScanRequest,
): AsyncGenerator<RecordBatch> {
  const { onIssue } = request
  let windowRows = FIRST_GATHER_ROWS
  for (let start = 0; start < rows.length; ) {
    const wanted = rows.subarray(start, Math.min(rows.length, start + windowRows))
    const issues: Issue[] = []
    const mostBytes = windowRows > LEAST_GATHER_ROWS ? gatherBytes : Number.POSITIVE_INFINITY
    const gathered = await gather(base, wanted, mostBytes, {
      ...request,
      onIssue: (i) => issues.push(i),
    })
    windowRows = rowsThatFit(gathered.rows, gathered.bytes, gatherBytes)
    if (!gathered.complete) continue // heavier than those before: fewer at a time
    const { placeOf, batches, which, local } = gathered
    if (onIssue) tellInOwnOrder(issues, placeOf, position + start, onIssue)
    for (let at = 0; at < wanted.length; at += batchRows) {
      const places = placeOf.subarray(at, at + batchRows)
      const take = (values: Uint32Array) => Uint32Array.from(places, (place) => values[place] as number)
      for (const part of rowsOf(batches, take(which), take(local), SHARED_RUN_ROWS)) {
        throwIfAborted(request.signal)
        yield part
      }
    }
    start += wanted.length
  }
}

/**
 * Each issue once per position that shows one of its rows.
 * @param issues about places: rows in ascending order
 * @param placeOf the place of each wanted row
 */
function tellInOwnOrder(
  issues: readonly Issue[],
  placeOf: Uint32Array,
  position: number,
  tell: (issue: Issue) => void,
): void {
  if (issues.length === 0) return
  const byPlace = Uint32Array.from(placeOf, (_, i) => i).sort(
    (a, b) => (placeOf[a] as number) - (placeOf[b] as number) || a - b,
  )
  const places = byPlace.map((i) => placeOf[i] as number)
  for (const issue of issues) {
    if (issue.rowStart === null) {
      tell(issue)
      continue
    }
    const end = firstFrom(places, issue.rowEnd ?? issue.rowStart + 1)
    for (let i = firstFrom(places, issue.rowStart); i < end; i++) {
      const row = position + (byPlace[i] as number)
      tell({ ...issue, rowStart: row, rowEnd: row + 1 })
    }
  }
}

/** How many rows to gather at a time when so many took so many bytes. */
function rowsThatFit(rows: number, bytes: number, gatherBytes: number): number {
  const fitting = Math.floor((rows / Math.max(1, bytes)) * gatherBytes * GATHER_MARGIN)
  return Math.max(LEAST_GATHER_ROWS, Math.min(MOST_GATHER_ROWS, fitting))
}

/**
 * Reads rows in one pass in base order and keeps them.
 * @param mostBytes ends the pass when the rows take more
 * @returns for each wanted row its place among the different rows, ascending; for each place its batch and its row
 * there; how many rows were read and what they take; whether those are all.
 */
async function gather(base: Dataset, wanted: Uint32Array, mostBytes: number, request: ScanRequest) {
  const sorted = different(wanted)
  const placeOf = wanted.map((row) => firstFrom(sorted, row))
  const which = new Uint32Array(sorted.length)
  const local = new Uint32Array(sorted.length)
  const batches: RecordBatch[] = []
  let bytes = 0
  let place = 0
  for await (const batch of inBaseOrder(base, sorted, 0, FIRST_GATHER_ROWS, Number.POSITIVE_INFINITY, request)) {
    for (let i = 0; i < batch.numRows; i++, place++) {
      which[place] = batches.length
      local[place] = i
    }
    batches.push(batch)
    bytes += batchBytes(batch)
    if (bytes > mostBytes) break
  }
  return { placeOf, batches, which, local, rows: place, bytes, complete: place === sorted.length }
}

/** The different ones of some rows, ascending. */
function different(rows: Uint32Array): Uint32Array {
  const sorted = rows.slice().sort()
  let count = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i] as number
  }
  return sorted.subarray(0, count)
}
