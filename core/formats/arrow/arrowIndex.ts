import type { MetadataVersion, Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import type { BufferCodecName } from '../../table/ipc/readMessage.ts'

/** Where a message lies: its metadata (length prefix included), then its body. */
export interface MessagePlace {
  byteStart: number
  metadataLength: number
  bodyLength: number
}

/** A record batch: rows `[rowStart, rowEnd)` of the file. */
export interface BatchEntry extends MessagePlace {
  rowStart: number
  rowEnd: number
  /** How many of the index's dictionary messages are in force for this batch. */
  dictionaryCount: number
  codec: BufferCodecName | null
}

export interface DictionaryEntry extends MessagePlace {
  id: number
  isDelta: boolean
  codec: BufferCodecName | null
}

/** Where everything in an Arrow IPC file or stream is. */
export interface ArrowIndex {
  /** As the columns are stored: `shownSchema` of it is what they hold. */
  stored: Schema
  version: MetadataVersion
  batches: BatchEntry[]
  dictionaries: DictionaryEntry[]
  numRows: number
  /** What was wrong with the file as a whole, such as a missing end. */
  issues: Issue[]
}

/** Rows a batch may claim: columns of nulls take no bytes, so the file's size does not bound them. */
export const MAX_BATCH_ROWS = 0x7fffffff
