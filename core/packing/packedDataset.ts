import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../abort.ts'
import type { Dataset, ScanRequest } from '../dataset/dataset.ts'
import { EngineError } from '../errors.ts'
import { projectBatch } from '../table/project.ts'
import { projectSchema } from '../table/schemas.ts'
import { type TokenCells, tokenCells } from '../tokens/tokenCells.ts'
import { emptyPacks, type GreedyFill, packedSchema, packsToBatch, placeSegment } from './materializeGreedy.ts'
import { numPacks, type PackPlan } from './packPlan.ts'

/** Most bytes of ids, labels and mask in one batch of packs. */
const BATCH_BYTES = 16 * 1024 * 1024
const BYTES_PER_POSITION = 4 + 4 + 1
const DEFAULT_BATCH_PACKS = 1024

/**
 * A packed view: each row is one pack. Tokens are read from `base` when a pack is asked for, so the view costs the
 * plan's memory only. Needs a plan whose segments come in ascending row order, as in-order strategies make them.
 */
export function packedDataset(base: Dataset, column: string, plan: PackPlan, fill: GreedyFill): Dataset {
  const count = numPacks(plan)
  return {
    schema: packedSchema,
    extent: { numRows: count, exact: true },
    splits: [{ rowStart: 0, rowEnd: count }],
    scan: (request) => scanPacks(base, column, plan, fill, request),
    buildIndex: async () => {},
  }
}

async function* scanPacks(
  base: Dataset,
  column: string,
  plan: PackPlan,
  fill: GreedyFill,
  request: ScanRequest,
): AsyncGenerator<RecordBatch> {
  const { signal } = request
  const packStart = Math.max(0, request.rowStart ?? 0)
  const packEnd = Math.min(numPacks(plan), request.rowEnd ?? Number.POSITIVE_INFINITY)
  const output = projectSchema(packedSchema, request.columns)
  if (packStart >= packEnd) return
  const packBytes = plan.sequenceLen * BYTES_PER_POSITION
  const batchPacks = Math.max(
    1,
    Math.min(request.batchRows ?? DEFAULT_BATCH_PACKS, Math.floor(BATCH_BYTES / packBytes)),
  )
  const rows = rowReader(base, column, plan, packStart, packEnd, signal)
  try {
    for (let start = packStart; start < packEnd; start += batchPacks) {
      throwIfAborted(signal)
      const end = Math.min(packEnd, start + batchPacks)
      const packs = emptyPacks(plan, start, end, fill)
      for (let pack = start; pack < end; pack++) {
        let position = 0
        for (let s = plan.packOffsets[pack] as number; s < (plan.packOffsets[pack + 1] as number); s++) {
          const row = plan.segmentRows[s] as number
          if (!rows.has(row)) await rows.advanceTo(row)
          position = placeSegment(packs, plan, s, pack, position, fill, rows.copy)
        }
      }
      yield projectBatch(packsToBatch(packs, plan.sequenceLen), request.columns, output)
    }
  } finally {
    await rows.close()
  }
}

/** The base rows the packs need, one batch of them in memory at a time. */
function rowReader(
  base: Dataset,
  column: string,
  plan: PackPlan,
  packStart: number,
  packEnd: number,
  signal: AbortSignal | undefined,
) {
  const firstSegment = plan.packOffsets[packStart] as number
  const lastSegment = (plan.packOffsets[packEnd] as number) - 1
  const rowStart = plan.segmentRows[firstSegment] as number
  const rowEnd = (plan.segmentRows[lastSegment] as number) + 1
  const batches = base.scan({ rowStart, rowEnd, columns: [column], signal })[Symbol.asyncIterator]()
  let cells: TokenCells | null = null
  let cellsStart = rowStart
  let cellsEnd = rowStart

  return {
    has: (row: number) => row >= cellsStart && row < cellsEnd,
    async advanceTo(row: number): Promise<void> {
      while (row >= cellsEnd) {
        const next = await batches.next()
        if (next.done) {
          throw new EngineError('source/changed', `row ${row} is gone; the data ended at row ${cellsEnd}`, { row })
        }
        cells = tokenCells(next.value, column)
        cellsStart = cellsEnd
        cellsEnd += next.value.numRows
      }
    },
    copy(row: number, start: number, length: number, out: Int32Array, at: number): void {
      const source = cells as TokenCells
      const local = row - cellsStart
      const available = source.length(local)
      if (available < start + length) {
        throw new EngineError(
          'source/changed',
          `row ${row} has ${available} tokens now, ${start + length} were planned`,
          {
            row,
          },
        )
      }
      try {
        source.copy(local, start, length, out, at)
      } catch (error) {
        if (error instanceof EngineError) throw new EngineError(error.code, `${error.message} in row ${row}`, { row })
        throw error
      }
    },
    async close(): Promise<void> {
      await batches.return?.(undefined)
    },
  }
}
