import type { Schema } from 'apache-arrow'
import type { ByteSource } from '../../io/byteSource.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import { SAMPLE_BYTES } from './limits.ts'
import { readRecords } from './readRecords.ts'
import type { RecordFormat } from './recordFormat.ts'
import { EntryBuilder } from './recordIndex.ts'
import { type RecordsDataset, recordsDataset } from './recordsDataset.ts'
import { addRecords } from './surveyRecords.ts'

export interface OpenRecordsOptions {
  kernels: Kernels
  /** The schema to put in force; default: that of the sample. */
  schema?: Schema
  /** A longer record becomes a row of nulls; default `MAX_RECORD_BYTES`. */
  maxRecordBytes?: number
  signal?: AbortSignal
}

/**
 * A dataset over records, from a look at the first mebibyte (more only when the first record is longer): types and
 * the rows found there. Issues of the sample are not told, since a scan or a survey tells them with their rows.
 */
export async function openRecords(
  source: ByteSource,
  format: RecordFormat,
  { kernels, schema, maxRecordBytes, signal }: OpenRecordsOptions,
): Promise<RecordsDataset> {
  if (schema) return recordsDataset({ source, format, kernels, schema, maxRecordBytes })
  const inference = format.createInference(() => {})
  const entries = new EntryBuilder(null)
  const sampleEnd = format.dataStart + SAMPLE_BYTES
  let numRows = 0
  let byteEnd = format.dataStart
  let complete = true

  const range = { firstChunkBytes: SAMPLE_BYTES, maxRecordBytes, signal }
  for await (const block of readRecords(source, format, kernels, range)) {
    const { bytes, bytesAt, row } = block
    for (let i = 0; i < block.count; i++) entries.add(row + i, bytesAt + block.starts[i]!)
    if (block.oversizedBytes === 0 && !block.damage) addRecords(inference, block)
    numRows = row + block.count
    byteEnd = bytesAt + (block.oversizedBytes || bytes.length)
    if (byteEnd >= sampleEnd) {
      complete = false // even at the end of the source: its last line may not be among these blocks
      break
    }
  }
  const dataset = recordsDataset({ source, format, kernels, schema: inference.schema(), maxRecordBytes })
  dataset.addRows(entries.take(numRows, byteEnd, complete))
  return dataset
}
