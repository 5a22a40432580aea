import type { Checkpoint } from '../../compression/checkpoints.ts'
import type { Issue } from '../../issues.ts'
import type { ColumnDrift } from '../../table/columnDrift.ts'
import type { LearntTypes } from './learntTypes.ts'
import type { RecordIndexDelta } from './recordIndex.ts'

/**
 * Everything an indexing pass found, for the next session: it opens the same file exact at once. The version is to be
 * raised whenever inference or a reader changes what it finds.
 */
export const SAVED_INDEX_VERSION = 3

export interface SavedIndex {
  /** The whole index as one delta, complete. */
  rows: RecordIndexDelta
  /** The final schema as an Arrow IPC schema message. */
  schema: Uint8Array<ArrayBuffer>
  /** The listed issues, and how many there are in all. */
  issues: Issue[]
  issueCount: number
  /** Where rows disagree about columns. */
  drift: ColumnDrift[]
  /** What a dataset of many files merges; null where there is nothing to learn. */
  learnt: LearntTypes | null
  /** Of a compressed source: where decoding can go on. */
  checkpoints: Checkpoint[]
}

interface Head {
  version: number
  numRows: number
  byteEnd: number
  numEntries: number
  schemaBytes: number
  issues: Issue[]
  issueCount: number
  drift: ColumnDrift[]
  learnt: LearntTypes | null
  checkpoints: { plainByte: number; packedByte: number; stateBytes: number; edgeBytes: number }[]
}

const LENGTH_BYTES = 4

/** The index as bytes: a JSON head with its length in front, then entries, schema and edge states. */
export function encodeIndex({
  rows,
  schema,
  issues,
  issueCount,
  drift,
  learnt,
  checkpoints,
}: SavedIndex): Uint8Array<ArrayBuffer> {
  const head: Head = {
    version: SAVED_INDEX_VERSION,
    numRows: rows.numRows,
    byteEnd: rows.byteEnd,
    numEntries: rows.entryRows.length,
    schemaBytes: schema.length,
    issues,
    issueCount,
    drift,
    learnt,
    checkpoints: checkpoints.map(({ plainByte, packedByte, stateBytes, edge }) => ({
      plainByte,
      packedByte,
      stateBytes,
      edgeBytes: edge?.length ?? -1,
    })),
  }
  const text = new TextEncoder().encode(JSON.stringify(head))
  const parts = [
    new Uint8Array(Uint32Array.of(text.length).buffer),
    text,
    new Uint8Array(rows.entryRows.buffer, rows.entryRows.byteOffset, rows.entryRows.byteLength),
    new Uint8Array(rows.entryOffsets.buffer, rows.entryOffsets.byteOffset, rows.entryOffsets.byteLength),
    schema,
    ...checkpoints.flatMap(({ edge }) => (edge ? [edge] : [])),
  ]
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** What `encodeIndex` made; null for bytes of another version, or that contradict themselves. */
export function decodeIndex(bytes: Uint8Array<ArrayBuffer>): SavedIndex | null {
  const head = readHead(bytes)
  if (head === null) return null
  let at = LENGTH_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const take = (length: number) => {
    at += length
    return bytes.slice(at - length, at)
  }
  const entryBytes = head.numEntries * 8
  const entryRows = new Float64Array(take(entryBytes).buffer)
  const entryOffsets = new Float64Array(take(entryBytes).buffer)
  const schema = take(head.schemaBytes)
  const checkpoints = head.checkpoints.map(({ edgeBytes, ...place }): Checkpoint => {
    return { ...place, edge: edgeBytes < 0 ? null : take(edgeBytes) }
  })
  const isSound =
    at === bytes.length && rises(entryRows) && rises(entryOffsets) && (entryRows.at(-1) ?? -1) < head.numRows
  if (!isSound) return null
  const { numRows, byteEnd, issues, issueCount, drift, learnt } = head
  return {
    rows: { entryRows, entryOffsets, numRows, byteEnd, complete: true },
    schema,
    issues,
    issueCount,
    drift,
    learnt,
    checkpoints,
  }
}

/** The head, when it is one and all it announces is there. */
function readHead(bytes: Uint8Array<ArrayBuffer>): Head | null {
  if (bytes.length < LENGTH_BYTES) return null
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  if (LENGTH_BYTES + length > bytes.length) return null
  try {
    const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length))
    const head = JSON.parse(text) as Head
    if (head.version !== SAVED_INDEX_VERSION) return null
    const edges = head.checkpoints.reduce((sum, { edgeBytes }) => sum + Math.max(0, edgeBytes), 0)
    const whole = LENGTH_BYTES + length + head.numEntries * 16 + head.schemaBytes + edges
    return whole === bytes.length && Array.isArray(head.issues) && head.numEntries >= 0 ? head : null
  } catch {
    return null
  }
}

function rises(values: Float64Array): boolean {
  return values.every((value, i) => value >= 0 && (i === 0 || value > values[i - 1]!))
}
