import { Field, Int8, Int32, makeData, type RecordBatch, Schema } from 'apache-arrow'
import type { Dataset } from '../dataset/dataset.ts'
import { scanRange } from '../dataset/scanRange.ts'
import { selectRows } from '../dataset/selectRows.ts'
import { EngineError } from '../errors.ts'
import { ROW_UNUSABLE } from '../packing/plan/packPlan.ts'
import { columnNames, type RowTokens, readRowTokens, rowLength, type TokenColumns } from '../packing/rows/rowTokens.ts'
import { MAX_PACK_POSITIONS } from '../packing/written/packWindow.ts'
import { makeBatch } from '../table/batches.ts'
import { intListColumn, intListField } from '../table/intLists.ts'
import { projectBatch } from '../table/project.ts'
import { projectSchema } from '../table/schemas.ts'
import type { PadPlan } from './padBatches.ts'
import { type PaddedPlaces, paddedMask, paddedPositions, paddedTokens } from './padColumns.ts'

/** What stands where a row has no token. */
export interface PadFill {
  padTokenId: number
  /** Label the loss ignores; -100 in every trainer. */
  labelPadId: number
}

/** Most bytes of padded rows in one batch, and those of one position: three int32 columns and a mask. */
const BATCH_BYTES = 16 * 1024 * 1024
const POSITION_BYTES = 13

const SCHEMA = new Schema([
  intListField('input_ids', new Int32()),
  intListField('labels', new Int32()),
  intListField('attention_mask', new Int8()),
  intListField('position_ids', new Int32()),
  new Field('batch', new Int32(), false),
])

/**
 * A padded view: the rows of an epoch in its order, each as wide as its batch, as `DataCollatorForSeq2Seq` of Hugging
 * Face and Axolotl makes them (axolotl-semantics §3.1): ids with the pad token, labels with the ignored one, the mask
 * with 0, position ids with one more 0, 1, 2, …. Rows without labels get copies of their ids, as TRL does it. The last
 * column says which batch a row is in. Rows are read when they are asked for, so many at a time as `selectRows` may
 * hold, and padded 16 MiB at a time.
 *
 * @param plan of the rows of `base`; see `padBatches`
 */
export function paddedDataset(base: Dataset, source: TokenColumns, plan: PadPlan, fill: PadFill): Dataset {
  const ordered = selectRows(base, plan.rows)
  const columns = columnNames(source)
  const numberOf = (row: number) => ordered.rowNumber?.(row) ?? row
  return {
    schema: SCHEMA,
    extent: ordered.extent,
    splits: ordered.splits,
    rowNumber: numberOf,
    buildIndex: (options) => base.buildIndex(options),
    async *scan(request) {
      const { rowStart, rowEnd, batchRows } = scanRange(request, plan.rows.length)
      const output = projectSchema(SCHEMA, request.columns)
      let row = rowStart
      for await (const batch of ordered.scan({ rowStart, rowEnd, batchRows, columns, signal: request.signal })) {
        const tokens = readRowTokens(batch, source)
        for (let start = 0; start < batch.numRows; ) {
          const places = nextPlaces(plan, tokens, row, start, numberOf)
          yield projectBatch(paddedBatch(plan, fill, tokens, places, row), request.columns, output)
          start = places.rowEnd
        }
        row += batch.numRows
      }
    },
  }
}

function widthOf({ widths, batchSize }: PadPlan, row: number): number {
  return widths[Math.floor(row / batchSize)] as number
}

/**
 * The places of the rows from `rowStart` on that make one batch: at least one.
 * @param first the view's row that is row 0 of `tokens`
 * @param numberOf what a row of the view is called in messages: its number in the file
 * @throws EngineError `limit/exceeded` for a row too wide to write, `source/changed` for one that cannot be padded now
 */
function nextPlaces(
  plan: PadPlan,
  tokens: RowTokens,
  first: number,
  rowStart: number,
  numberOf: (row: number) => number,
): PaddedPlaces {
  const ends: number[] = []
  let end = 0
  for (let row = rowStart; row < tokens.numRows; row++) {
    const width = widthOf(plan, first + row)
    if (ends.length > 0 && (end + width) * POSITION_BYTES > BATCH_BYTES) break
    if (width > MAX_PACK_POSITIONS) {
      const number = numberOf(first + row)
      const message = `row ${number} is padded to ${width} positions; at most ${MAX_PACK_POSITIONS} can be written`
      throw new EngineError('limit/exceeded', message, { row: number, feature: 'target_length' })
    }
    if (rowLength(tokens, row) === ROW_UNUSABLE) {
      const number = numberOf(first + row)
      const problem = tokens.problems.get(row) ?? 'null'
      throw new EngineError('source/changed', `row ${number} cannot be padded any more: ${problem}`, { row: number })
    }
    end += width
    ends.push(end)
  }
  return { rowStart, rowEnd: rowStart + ends.length, offsets: Int32Array.from([0, ...ends]), side: plan.side }
}

function paddedBatch(
  plan: PadPlan,
  { padTokenId, labelPadId }: PadFill,
  { ids, labels, mask }: RowTokens,
  places: PaddedPlaces,
  first: number,
): RecordBatch {
  const { rowStart, rowEnd, offsets } = places
  const numRows = rowEnd - rowStart
  const batches = Int32Array.from({ length: numRows }, (_, i) => Math.floor((first + rowStart + i) / plan.batchSize))
  const columns = [
    intListColumn(offsets, paddedTokens(ids, places, padTokenId)),
    intListColumn(offsets, paddedTokens(labels ?? ids, places, labelPadId)),
    intListColumn(offsets, paddedMask(ids, mask, places)),
    intListColumn(offsets, paddedPositions(ids, places)),
    makeData({ type: new Int32(), length: numRows, nullCount: 0, data: batches }),
  ]
  return makeBatch(SCHEMA, columns, numRows)
}
