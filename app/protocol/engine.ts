import type { ExportOptions } from '../../core/export/exportOptions.ts'
import type { Provenance } from '../../core/export/manifest/stepShapes.ts'
import type { Format, FormatOptions } from '../../core/formats/format.ts'
import type { SchemaDifference } from '../../core/formats/shards/schemaDifferences.ts'
import type { RowDigests } from '../../core/hashing/digestRows.ts'
import type { Issue } from '../../core/issues.ts'
import type { CellValue, DatasetInfo, PackPage, Page, RowDetail, ShardInfo } from './datasets.ts'
import type { DuplicateGroups, GroupOrder, GroupText, KnownRows, KnownTexts, RowKey } from './dedup.ts'
import type { ExportPlan } from './export.ts'
import type { JobSnapshot, JobSpec } from './jobs.ts'
import type {
  AccountLine,
  CurvePoint,
  PackDetail,
  PackOptions,
  PackStrategy,
  PadLine,
  PadOptions,
  PadPage,
  PadSummary,
  StrategyRow,
} from './packing.ts'
import type { SinkRef, SourceRef } from './refs.ts'
import type { SearchedRows, SearchQuery } from './search.ts'
import type { MethodKinds, Stream, Unary } from './wire.ts'

export type WatchEvent =
  | { kind: 'dataset'; dataset: DatasetInfo }
  | { kind: 'closed'; datasetId: string }
  | { kind: 'job'; job: JobSnapshot }

/** What the engine does, implemented once; the client on the other side of a channel has this very type. */
export interface EngineApi {
  /** Opens a source and answers with its first rows, so that first paint needs no second trip. Indexing goes on behind. */
  open: Unary<
    /** `options` say how to read a CSV, of one file; absent: as it looks. */
    { source: SourceRef; format: Format | null; options?: FormatOptions },
    { dataset: DatasetInfo; firstPage: Page }
  >
  /** Closes a dataset, the views derived from it, and cancels their jobs. Unknown ids are ignored. */
  close: Unary<{ datasetId: string }, void>
  /** A page of display cells. Waits for the index where the rows are not reachable yet. At most 2,000 rows. */
  readRows: Unary<
    { datasetId: string; rowStart: number; rowEnd: number; columns: string[]; maxCellBytes: number },
    Page
  >
  /** One whole row for the inspector; each cell and the JSON are cut at `maxBytes`. */
  readRow: Unary<{ datasetId: string; row: number; maxBytes: number }, RowDetail>
  /** Part of one cell's text from byte `start` of its UTF-8, for values over the budget of `readRow`. */
  readCell: Unary<{ datasetId: string; row: number; column: string; start: number; maxBytes: number }, CellValue>
  /** Listed issues `[start, end)` of a dataset; at most 1,000 are kept. */
  listIssues: Unary<{ datasetId: string; start: number; end: number }, Issue[]>
  /** Files `[start, end)` of a dataset of many; at most 1,000. None for a single file. */
  listShards: Unary<{ datasetId: string; start: number; end: number }, ShardInfo[]>
  /** Columns that are not the same in all files of a dataset; at most 1,000. */
  listDifferences: Unary<{ datasetId: string }, SchemaDifference[]>
  /** Segments of packs of a packed view; at most 4,096 packs. */
  readPacks: Unary<{ datasetId: string; packStart: number; packEnd: number }, PackPage>
  /**
   * Mean fill (0..1) of the packs in each of `buckets` equal slices of a packed view, or of packs
   * `[packStart, packEnd)` of it: for the overview strip, and for the map where a pixel stands for many packs.
   */
  readPackFill: Unary<{ datasetId: string; buckets: number; packStart?: number; packEnd?: number }, Float32Array>
  /** One pack down to its tokens; the arrays are cut at `maxPositions` (at most 65,536). */
  readPack: Unary<{ datasetId: string; pack: number; maxPositions: number }, PackDetail>
  /** The rows behind a line of a packed view's account, as a view of the parent dataset. */
  openAccountLine: Unary<{ datasetId: string; line: AccountLine['kind'] }, DatasetInfo>
  /** The account of a padding with the trained tokens of rows that are cut, whose labels are read for it. */
  padAccount: Unary<{ datasetId: string; options: PadOptions }, AccountLine[]>
  /** The rows behind a line of a padding's account, as a view of the dataset. */
  openPadLine: Unary<{ datasetId: string; options: PadOptions; line: PadLine }, DatasetInfo>
  /** The padded rows of an epoch, batch by batch, as a view: `input_ids`, `labels`, `attention_mask`, … */
  openPadded: Unary<{ datasetId: string; options: PadOptions }, DatasetInfo>
  /** Every strategy with these options over the whole file, one answer each, the quick ones first. */
  compareStrategies: Stream<{ datasetId: string; options: PackOptions }, StrategyRow>
  /** Efficiency and losses over `sequenceLens`, exact for the whole file, strategy by strategy. */
  packCurve: Stream<
    { datasetId: string; options: PackOptions; strategies: PackStrategy[]; sequenceLens: number[] },
    CurvePoint
  >
  /** What padding in batches would come to, over the whole file. */
  pad: Unary<{ datasetId: string; options: PadOptions }, PadSummary>
  /** Batches of the padding last asked for with the same options; at most 2,000 rows. */
  readPadBatches: Unary<{ datasetId: string; options: PadOptions; batchStart: number; batchEnd: number }, PadPage>
  /** Groups `[start, end)` of a view of kept rows, in the order asked for; at most 1,000, with 100 rows each. */
  listDuplicateGroups: Unary<{ datasetId: string; start: number; end: number; order: GroupOrder }, DuplicateGroups>
  /** What rows of a group say, cut at `maxBytes` each; rows as the file numbers them, at most 100. */
  readGroupTexts: Unary<{ datasetId: string; groupId: number; rows: number[]; maxBytes: number }, GroupText[]>
  /** Rows `[start, end)` of those a view of kept rows lacks because another dataset has them; at most 1,000. */
  listKnownRows: Unary<{ datasetId: string; start: number; end: number }, KnownRows>
  /** What the row at a place of that list says, and what the other dataset's row says, cut at `maxBytes` each. */
  readKnownTexts: Unary<{ datasetId: string; index: number; maxBytes: number }, KnownTexts>
  /** SHA-256 of the key of every row, in order, some thousand rows an answer. */
  hashRows: Stream<{ datasetId: string; key: RowKey }, RowDigests>
  /**
   * Rows with a value that has a text in it, or that a regular expression matches; an answer for every few thousand rows.
   * Leaving ends it.
   */
  searchRows: Stream<{ datasetId: string; query: SearchQuery; columns: string[] | null }, SearchedRows>
  /**
   * What an export would come to. Waits for nothing but a sample of rows: what is not known yet is null.
   * @throws EngineError `argument/invalid` for unknown columns
   */
  planExport: Unary<
    { datasetId: string; options: ExportOptions; columns: string[] | null; sink: SinkRef | null },
    ExportPlan
  >
  /**
   * Where the rows of a dataset come from and what was done with them, as it stands in a manifest. Reads the sources from
   * beginning to end for their checksums.
   */
  readProvenance: Unary<{ datasetId: string }, Provenance>
  startJob: Unary<JobSpec, { jobId: string }>
  cancelJob: Unary<{ jobId: string }, void>
  /** Everything the engine pushes, on one stream: starts with a snapshot of what is open and running. */
  watch: Stream<Record<string, never>, WatchEvent>
}

export const engineMethods: MethodKinds<EngineApi> = {
  open: 'unary',
  close: 'unary',
  readRows: 'unary',
  readRow: 'unary',
  readCell: 'unary',
  listIssues: 'unary',
  listShards: 'unary',
  listDifferences: 'unary',
  readPacks: 'unary',
  readPackFill: 'unary',
  readPack: 'unary',
  openAccountLine: 'unary',
  padAccount: 'unary',
  openPadLine: 'unary',
  openPadded: 'unary',
  compareStrategies: 'stream',
  packCurve: 'stream',
  pad: 'unary',
  readPadBatches: 'unary',
  listDuplicateGroups: 'unary',
  readGroupTexts: 'unary',
  listKnownRows: 'unary',
  readKnownTexts: 'unary',
  hashRows: 'stream',
  searchRows: 'stream',
  planExport: 'unary',
  readProvenance: 'unary',
  startJob: 'unary',
  cancelJob: 'unary',
  watch: 'stream',
}
