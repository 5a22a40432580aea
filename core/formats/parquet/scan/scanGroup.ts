import type { Data, RecordBatch, Schema } from 'apache-arrow'
import { throwIfAborted } from '../../../abort.ts'
import { sliceRows } from '../../../dataset/sliceRows.ts'
import type { EngineError } from '../../../errors.ts'
import type { Issue } from '../../../issues.ts'
import { makeBatch } from '../../../table/batches.ts'
import { nullColumn } from '../../../table/nullBatch.ts'
import { Assembler } from '../columns/assemble.ts'
import { DamagedRows, isDamage } from '../columns/damagedRows.ts'
import type { PageContext } from '../columns/leafChunk.ts'
import type { LeafCursor } from '../columns/leafCursor.ts'
import { RowsTooLarge } from '../columns/leafOutput.ts'
import { type ColumnNode, fieldOf, type LeafNode, leavesOf } from '../footer/columnTree.ts'
import type { RowGroup } from '../footer/parquetFooter.ts'
import type { CursorPool } from './cursorPool.ts'
import type { DamageMap } from './damage.ts'
import { readSmallChunks } from './smallChunks.ts'

/** Columns read side by side: their reads overlap, their pages are in memory together. */
const SIDE_BY_SIDE = 32
/** Batches read at once where their pages do not stay in memory. */
const MANY_BATCHES = 4

/** What a scan works with; shared by all scans of a file. */
export interface ScanState {
  context: PageContext
  columns: readonly ColumnNode[]
  rowGroups: readonly RowGroup[]
  cursors: CursorPool
  damage: DamageMap
  /** Bytes a batch may take, by the file's own word and in fact, and what pages in memory may. */
  budget: { batchBytes: number; columnBytes: number; pageBytes: number }
}

/** Part of one row group: rows count from its first. */
export interface GroupScan {
  group: number
  rowStart: number
  rowEnd: number
  /** Positions of the wanted columns, in the order wanted. */
  columns: readonly number[]
  schema: Schema
  batchRows: number
  onIssue: ((issue: Issue) => void) | undefined
  signal: AbortSignal | undefined
}

interface OpenColumn {
  index: number
  node: ColumnNode
  /** By leaf; empty where the whole column is lost. */
  cursors: Map<number, LeafCursor>
}

/** The rows of part of a row group, in batches within the budget. */
export async function* scanGroup(state: ScanState, scan: GroupScan): AsyncGenerator<RecordBatch, void> {
  const columns = openColumns(state, scan)
  const cursors = columns.flatMap((column) => [...column.cursors.values()])
  const told = new Set<Issue>()
  let most = rowsWithin(state, scan)
  try {
    await readSmallChunks(
      state.context.source,
      cursors.map((cursor) => cursor.bytes),
      scan.signal,
    )
    for (let row = scan.rowStart; row < scan.rowEnd; ) {
      throwIfAborted(scan.signal)
      const { count, lost } = nextRows(state, scan, columns, row, most)
      const read = await readRows(
        state,
        scan,
        columns.filter(({ index }) => !lost.has(index)),
        row,
        count,
      )
      if (read === 'too-large') {
        most = Math.max(1, count >> 1)
        continue
      }
      if (read === 'damaged') continue
      for (const issue of lost.values()) if (!told.has(issue)) scan.onIssue?.(issue)
      for (const issue of lost.values()) told.add(issue)
      const data = columns.map(({ index, node }) => read.get(index) ?? nullColumn(fieldOf(node).type, count))
      const batch = makeBatch(scan.schema, data, count)
      row += count
      const isOver = overBudget(state)
      if (isOver) for (const cursor of cursors) cursor.unload()
      yield* sliceRows([batch], 0, count, scan.batchRows)
      most = isOver ? manyRows(state, scan) : Math.min(most * 2, rowsWithin(state, scan))
    }
  } finally {
    state.cursors.give(scan.group, cursors)
  }
}

/** Whether pages take more memory than they may, even when nothing else does. */
function overBudget({ context, cursors, budget }: ScanState): boolean {
  if (context.pages.usedBytes <= budget.pageBytes) return false
  cursors.shrink(budget.pageBytes)
  return context.pages.usedBytes > budget.pageBytes
}

/** Rows worth loading pages anew for, when there is no room to keep them: more than a batch. */
function manyRows(state: ScanState, scan: GroupScan): number {
  return rowsWithin(state, { ...scan, batchRows: scan.batchRows * MANY_BATCHES }, MANY_BATCHES)
}

function openColumns(
  { columns, cursors, damage, rowGroups }: ScanState,
  { group, columns: wanted }: GroupScan,
): OpenColumn[] {
  const { rowStart, rowEnd } = rowGroups[group] as RowGroup
  const opened = new Map<number, OpenColumn>()
  const open = (index: number): OpenColumn => {
    const known = opened.get(index)
    if (known) return known
    const node = columns[index] as ColumnNode
    const own = new Map<number, LeafCursor>()
    try {
      for (const leaf of leavesOf(node)) own.set(leaf.leaf, cursors.take(group, leaf))
    } catch (error) {
      if (!isDamage(error)) throw error
      cursors.give(group, own.values())
      own.clear()
      const all = new DamagedRows(error, 0, rowEnd - rowStart)
      if (!damage.at(group, index, 0)) damage.add(group, index, rowStart, node.name, all)
    }
    const column = { index, node, cursors: own }
    opened.set(index, column)
    return column
  }
  return wanted.map(open)
}

/** Rows of a batch that keep to the budget, going by the sizes in the footer. */
function rowsWithin({ columns, rowGroups, budget }: ScanState, scan: GroupScan, batches = 1): number {
  const { chunks, rowStart, rowEnd } = rowGroups[scan.group] as RowGroup
  let bytes = 0
  for (const index of new Set(scan.columns)) {
    for (const leaf of leavesOf(columns[index] as ColumnNode))
      bytes += Math.max(0, chunks[leaf.leaf]?.uncompressedSize ?? 0)
  }
  const rows = Math.floor((batches * budget.batchBytes * (rowEnd - rowStart)) / Math.max(1, bytes))
  return Math.max(1, Math.min(scan.batchRows, rows))
}

/** How many rows come next: as far as the same columns are lost. */
function nextRows({ damage }: ScanState, scan: GroupScan, columns: readonly OpenColumn[], row: number, most: number) {
  let count = Math.min(most, scan.rowEnd - row)
  const lost = new Map<number, Issue>()
  for (const { index } of columns) {
    const known = damage.at(scan.group, index, row)
    if (!known) continue
    if (known.rowStart > row) count = Math.min(count, known.rowStart - row)
    else {
      count = Math.min(count, known.rowEnd - row)
      lost.set(index, known.issue)
    }
  }
  return { count, lost }
}

/**
 * Columns of some rows by their position. `damaged`: what was found is noted, other rows can be read. `too-large`:
 * fewer rows may do.
 */
async function readRows(
  state: ScanState,
  scan: GroupScan,
  columns: readonly OpenColumn[],
  row: number,
  count: number,
): Promise<Map<number, Data> | 'damaged' | 'too-large'> {
  const read = new Map<number, Data>()
  for (let at = 0; at < columns.length; at += SIDE_BY_SIDE) {
    const some = columns.slice(at, at + SIDE_BY_SIDE)
    const tasks = some.map((column) => readColumn(state, scan, column, row, count))
    const results = await Promise.allSettled(tasks)
    const failures = results.flatMap((result, index) =>
      result.status === 'rejected' ? [{ error: result.reason as unknown, column: some[index] as OpenColumn }] : [],
    )
    const worst = failures.find(({ error }) => !(error instanceof DamagedRows || error instanceof RowsTooLarge))
    if (worst) throw worst.error
    if (failures.some(({ error }) => error instanceof RowsTooLarge)) return 'too-large'
    for (const { error, column } of failures) {
      const groupStart = (state.rowGroups[scan.group] as RowGroup).rowStart
      state.damage.add(scan.group, column.index, groupStart, column.node.name, error as DamagedRows)
    }
    if (failures.length > 0) return 'damaged'
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') read.set((some[index] as OpenColumn).index, result.value)
    }
  }
  return read
}

async function readColumn(
  state: ScanState,
  scan: GroupScan,
  column: OpenColumn,
  row: number,
  count: number,
): Promise<Data> {
  const { node, cursors } = column
  for (const cursor of cursors.values()) await cursor.read(row, count, state.budget.columnBytes, scan.signal)
  try {
    const assembler = new Assembler(state.context.pages, (leaf: LeafNode) => cursors.get(leaf.leaf) as LeafCursor)
    return assembler.column(node, count)
  } catch (error) {
    if (error instanceof RowsTooLarge || !isDamage(error)) throw error
    throw new DamagedRows(error as EngineError, row, row + count)
  }
}
