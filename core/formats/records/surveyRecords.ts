import type { Schema } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { Issue } from '../../issues.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { Progress } from '../../progress.ts'
import { IssueLog } from './issueLog.ts'
import { CHUNK_BYTES, LISTED_ISSUES, MAX_RECORD_BYTES, REPORT_MS } from './limits.ts'
import { readRecords } from './readRecords.ts'
import type { RecordBlock } from './recordBlock.ts'
import type { RecordFormat, RecordInference, RecordSpan } from './recordFormat.ts'
import { EntryBuilder, type RecordIndexDelta } from './recordIndex.ts'
import { damageIssue, unreadableIssue } from './unreadableRecord.ts'

export interface SurveyOptions {
  signal?: AbortSignal
  /** Most issues listed over the whole pass; default 1,000. All are counted. */
  issueLimit?: number
  chunkBytes?: number
  maxRecordBytes?: number
  /** Finds the rows in the same pass, for sources that are dear to read twice. */
  findsRows?: boolean
}

export interface SurveyEvent {
  progress: Progress
  /** Listed issues since the last event. */
  issues: Issue[]
  /** All issues so far. */
  issueCount: number
  /** With `findsRows`: the rows found since the last event. */
  delta?: RecordIndexDelta
  /** Set on the last event: the schema every row fits. */
  schema?: Schema
  /** Set on the last event: what was learnt, to be merged with what other files of the dataset teach. */
  inference?: RecordInference
}

/**
 * Reads every record once, for the schema all of them fit and for everything that is wrong with any. Reports at most
 * ten times a second.
 */
export async function* surveyRecords(
  source: ByteSource,
  format: RecordFormat,
  kernels: Kernels,
  options: SurveyOptions = {},
): AsyncGenerator<SurveyEvent, void, void> {
  const { findsRows = false } = options
  const entries = new EntryBuilder(null)
  const { signal, issueLimit = LISTED_ISSUES, chunkBytes = CHUNK_BYTES, maxRecordBytes = MAX_RECORD_BYTES } = options
  const log = new IssueLog(issueLimit)
  for (const issue of format.openIssues) log.add(issue)
  const inference = format.createInference((issue) => log.add(issue))
  const total = source.byteLength
  let done = format.dataStart
  let numRows = 0
  let isCut = false
  let reportedAt = performance.now()

  const range = { firstChunkBytes: chunkBytes, chunkBytes, maxRecordBytes, signal }
  for await (const block of readRecords(source, format, kernels, range)) {
    const unreadable = unreadableIssue(block, maxRecordBytes)
    if (unreadable) log.add(unreadable)
    else addRecords(inference, block)
    isCut = block.damage !== undefined
    numRows = block.row + block.count
    if (findsRows) for (let i = 0; i < block.count; i++) entries.add(block.row + i, block.bytesAt + block.starts[i]!)
    throwIfAborted(signal)
    done = block.bytesAt + (block.oversizedBytes || block.bytes.length)
    if (performance.now() - reportedAt >= REPORT_MS) {
      const delta = findsRows ? { delta: entries.take(numRows, done, false) } : {}
      yield { progress: { done, total, unit: 'bytes' }, issues: log.take(), issueCount: log.count, ...delta }
      reportedAt = performance.now()
    }
  }
  if (source.damage && !isCut) log.add(damageIssue(source.damage, null))
  const endIssue = source.damage || log.lastErrorRow === numRows - 1 ? null : format.endIssue?.()
  if (endIssue) log.add(endIssue)
  for (const issue of inference.columnIssues()) log.add(issue)
  const progress: Progress = { done: total ?? done, total: total ?? done, unit: 'bytes' }
  const delta = findsRows ? { delta: entries.take(numRows, done, true) } : {}
  yield { progress, issues: log.take(), issueCount: log.count, schema: inference.schema(), inference, ...delta }
}

/** All records of a block: in one go as far as the inference can, the others one by one. */
export function addRecords(inference: RecordInference, block: RecordBlock): void {
  const { bytes, bytesAt, row, count } = block
  const span: RecordSpan = { bytes, start: 0, end: 0, row, bytesAt }
  for (let i = 0; i < count; i++) {
    if (inference.addBlock) i = inference.addBlock(block, i, count)
    if (i >= count) return
    span.start = block.starts[i]!
    span.end = block.ends[i]!
    span.row = row + i
    inference.add(span)
  }
}
