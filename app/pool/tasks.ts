import type { Checkpoint } from '../../core/compression/checkpoints.ts'
import type { Extent, Split } from '../../core/dataset/dataset.ts'
import type { SignedRows } from '../../core/dedup/near/signRows.ts'
import type { ErrorCode, ErrorDetails } from '../../core/errors.ts'
import type { ChunkGrid, RowChunk } from '../../core/export/chunks/chunkCutter.ts'
import type { EncodedRows } from '../../core/export/encoding/encodeRows.ts'
import type { ExportOptions } from '../../core/export/exportOptions.ts'
import type { Compression, Format, FormatOptions } from '../../core/formats/format.ts'
import type { RecordIndexDelta } from '../../core/formats/records/recordIndex.ts'
import type { RecordPlace } from '../../core/formats/records/recordsDataset.ts'
import type { SchemaDifference } from '../../core/formats/shards/schemaDifferences.ts'
import type { RowDigests } from '../../core/hashing/digestRows.ts'
import type { RowKey } from '../../core/hashing/rowKey.ts'
import type { Issue } from '../../core/issues.ts'
import type { SignShape } from '../../core/kernels/minhashKernel.ts'
import type { PackStrategy, PlanOptions } from '../../core/packing/plan/packOptions.ts'
import type { PackPlan } from '../../core/packing/plan/packPlan.ts'
import type { RowCounts } from '../../core/packing/rows/countTokens.ts'
import type { TokenColumns } from '../../core/packing/rows/rowTokens.ts'
import type { PadPlan } from '../../core/padding/padBatches.ts'
import type { Progress } from '../../core/progress.ts'
import type { SearchQuery } from '../../core/search/searchQuery.ts'
import type { ColumnDrift } from '../../core/table/columnDrift.ts'
import type { CurvePoint, PadOptions, StrategyRow } from '../protocol/packing.ts'
import type { SourceRef } from '../protocol/refs.ts'
import type { MethodKinds, Stream, Unary } from '../protocol/wire.ts'

/** Where what is known of one content is kept in scratch. */
export interface ScratchPlace {
  /** As the source's own: a worker that finds another one reads another content. */
  identity: string
  group: string
}

/** Everything a worker needs to open a dataset again by itself. */
export interface DatasetRecipe {
  /** Names the opened dataset in the worker's cache: the same key is the same source with the same schema. */
  key: string
  source: SourceRef
  format: Format
  compression: Compression | null
  /** Null where nothing is kept of it. */
  scratch: ScratchPlace | null
  options: FormatOptions
  /** Text formats: the schema settled on so far, as an Arrow IPC schema message; null: infer it from a sample. */
  schema: Uint8Array<ArrayBuffer> | null
  /** A dataset of many files: those, in order. `source` is then the folder they were found in, and is not opened. */
  shards?: readonly ShardRecipe[]
  /** How files that are yet to be detected are to be read, whatever they look like. */
  asked?: { format: Format | null; options: FormatOptions }
}

/** What a file was found to be. */
export type Detected = Pick<DatasetRecipe, 'format' | 'compression' | 'scratch' | 'options'>

/** One file of a dataset of many. */
export interface ShardRecipe {
  /** Path inside the folder. */
  name: string
  source: SourceRef
  bytes: number | null
  /** Null: to be detected when it is opened. */
  detected: Detected | null
  /** Ends of its splits in its own rows; null: not known yet. */
  rowEnds: readonly number[] | null
}

/** Where a worker, which has no index of a text, finds the rows it is to read. */
export interface ScanPlace extends RecordPlace {
  /** Compressed sources: the last place before where decoding can go on; its state where that is not in scratch. */
  checkpoint: Checkpoint | null
  state: Uint8Array<ArrayBuffer> | null
}

/** Rows as Arrow IPC stream bytes (schema + one batch), with the issues of those rows. */
export interface ScannedBatch {
  ipc: Uint8Array<ArrayBuffer>
  issues: Issue[]
}

export type IndexEvent =
  | { kind: 'rows'; delta: RecordIndexDelta; progress: Progress; shard?: number }
  /** A shard that needs no index. */
  | { kind: 'shard'; shard: number; rowEnds: number[] }
  | { kind: 'unreadable'; shard: number; error: { code: ErrorCode; message: string; details: ErrorDetails } }
  | { kind: 'types'; progress: Progress; issues: Issue[]; issueCount: number }
  /** Compressed sources: where decoding can go on. States that are not in scratch come along, others are null. */
  | { kind: 'checkpoints'; checkpoints: Checkpoint[]; states: (Uint8Array<ArrayBuffer> | null)[] }
  | { kind: 'schema'; schema: Uint8Array<ArrayBuffer>; drift?: ColumnDrift[]; differences?: SchemaDifference[] }

/** What rows are encoded as. Of formats whose chunks do not depend on each other. */
export interface EncodeTarget {
  /** The columns written, as an Arrow IPC schema message. */
  schema: Uint8Array<ArrayBuffer>
  options: ExportOptions
}

/** A chunk of rows with its batches as Arrow IPC streams. */
export interface ChunkToEncode extends Omit<RowChunk, 'batches'> {
  batches: Uint8Array<ArrayBuffer>[]
}

/** What a pool worker can do. Pure named tasks over clonable data. */
export interface PoolApi {
  describeDataset: Unary<
    { recipe: DatasetRecipe },
    { schema: Uint8Array<ArrayBuffer>; extent: Extent; splits: Split[] }
  >
  scanDataset: Stream<
    {
      recipe: DatasetRecipe
      /** Text formats; null: the worker looks for the rows itself, from the start. */
      place: ScanPlace | null
      rowStart: number
      rowEnd: number | null
      columns: string[] | null
      batchRows: number
    },
    ScannedBatch
  >
  /** Text formats: finds every row, then reads every row once for the union schema and the issues. */
  indexDataset: Stream<{ recipe: DatasetRecipe }, IndexEvent>
  /**
   * Tokens of rows `[rowStart, rowEnd)` of a column (null: to the end): items of a list column, UTF-8 bytes of a text
   * column. One entry per row, in order; `ROW_UNUSABLE` of `core/packing/plan/packPlan.ts` where a row is null, unreadable
   * or ragged.
   */
  rowCounts: Stream<
    {
      recipe: DatasetRecipe
      /** As of `scanDataset`. */
      place: ScanPlace | null
      source: TokenColumns
      labelPadId: number
      rowStart: number
      rowEnd: number | null
    },
    RowCounts
  >
  /** SHA-256 of the keys of rows `[rowStart, rowEnd)` (null: to the end), in order, some thousand rows an answer. */
  rowDigests: Stream<
    {
      recipe: DatasetRecipe
      /** As of `scanDataset`. */
      place: ScanPlace | null
      key: RowKey
      rowStart: number
      rowEnd: number | null
    },
    RowDigests
  >
  /**
   * Sets of n-grams and bands of the texts of rows `[rowStart, rowEnd)` of a column (null: to the end), in order. Rows that
   * are null or could not be read have no n-grams.
   */
  nearSignatures: Stream<
    {
      recipe: DatasetRecipe
      /** As of `scanDataset`. */
      place: ScanPlace | null
      column: string
      shape: SignShape
      rowStart: number
      rowEnd: number | null
      /** Which of these rows, ascending; null: all. */
      rows: Uint32Array | null
    },
    SignedRows
  >
  /** Reads rows and encodes them for a file in one go: chunks of rows `[rowStart, rowEnd)`, in order. */
  encodeRows: Stream<
    {
      recipe: DatasetRecipe
      /** As of `scanDataset`. */
      place: ScanPlace | null
      /** Where a cell of the grid begins. */
      rowStart: number
      rowEnd: number
      /** Of chosen rows, which positions count: those that `[rowStart, rowEnd)` are, ascending; null: all. */
      chosen: Uint32Array<ArrayBuffer> | null
      columns: string[] | null
      grid: ChunkGrid
      target: EncodeTarget
    },
    EncodedRows
  >
  /** Encodes rows of a view, which only the engine can make. */
  encodeChunk: Unary<{ chunk: ChunkToEncode; target: EncodeTarget }, EncodedRows>
  /**
   * Rows of a batch (an Arrow IPC stream) that match, ascending, as far as `milliseconds` last; one past the last row that
   * was looked at. A regular expression may keep the thread for ever: that is what `Pool.ownWorker` is for.
   */
  matchRows: Unary<
    { ipc: Uint8Array<ArrayBuffer>; query: SearchQuery; milliseconds: number },
    { rows: Uint32Array<ArrayBuffer>; rowEnd: number }
  >
  planPacks: Unary<{ lengths: Uint32Array; options: PlanOptions }, PackPlan>
  /** Every strategy with these options, the quick ones first. */
  compareStrategies: Stream<{ lengths: Uint32Array; options: PlanOptions }, StrategyRow>
  packCurve: Stream<
    { lengths: Uint32Array; options: PlanOptions; strategies: PackStrategy[]; sequenceLens: number[] },
    CurvePoint
  >
  planPadding: Unary<{ lengths: Uint32Array; options: PadOptions }, PadPlan>
  /** Closes what the worker holds open under these keys. */
  releaseDatasets: Unary<{ keys: string[] }, void>
}

export const poolMethods: MethodKinds<PoolApi> = {
  describeDataset: 'unary',
  scanDataset: 'stream',
  indexDataset: 'stream',
  rowCounts: 'stream',
  rowDigests: 'stream',
  nearSignatures: 'stream',
  encodeRows: 'stream',
  encodeChunk: 'unary',
  matchRows: 'unary',
  planPacks: 'unary',
  compareStrategies: 'stream',
  packCurve: 'stream',
  planPadding: 'unary',
  releaseDatasets: 'unary',
}
