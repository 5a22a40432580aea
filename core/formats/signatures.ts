import { EngineError } from '../errors.ts'
import { readMessage } from '../table/ipc/readMessage.ts'

/** What the first bytes of a binary file give away. */
export type Signature =
  | { kind: 'parquet' }
  | { kind: 'arrow-file' }
  | { kind: 'arrow-stream' }
  | { kind: 'compressed'; codec: string }
  /** Data of a kind that could be opened, in a variant that cannot. */
  | { kind: 'variant'; name: string; feature: string }
  /** Something known that is no dataset. */
  | { kind: 'other'; name: string }

const prefixes: readonly (readonly [readonly number[] | string, Signature])[] = [
  ['PAR1', { kind: 'parquet' }],
  ['PARE', { kind: 'variant', name: 'an encrypted Parquet file', feature: 'encryption' }],
  ['ARROW1', { kind: 'arrow-file' }],
  ['FEA1', { kind: 'variant', name: 'a Feather version 1 file (write it again as version 2)', feature: 'Feather 1' }],
  [[0x1f, 0x8b], { kind: 'compressed', codec: 'gzip' }],
  [[0x28, 0xb5, 0x2f, 0xfd], { kind: 'compressed', codec: 'zstd' }],
  [[0x04, 0x22, 0x4d, 0x18], { kind: 'compressed', codec: 'lz4' }],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], { kind: 'compressed', codec: 'xz' }],
  ['BZh', { kind: 'compressed', codec: 'bzip2' }],
  ['PK\x03\x04', { kind: 'compressed', codec: 'zip' }],
  [[0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59], { kind: 'compressed', codec: 'snappy' }],
  ['SQLite format 3', { kind: 'other', name: 'a SQLite database' }],
  ['%PDF-', { kind: 'other', name: 'a PDF document' }],
  ['\x89HDF', { kind: 'other', name: 'an HDF5 file' }],
  ['\x93NUMPY', { kind: 'other', name: 'a NumPy array' }],
  ['Obj\x01', { kind: 'other', name: 'an Avro file' }],
  ['ORC', { kind: 'other', name: 'an ORC file' }],
]

function startsWith(head: Uint8Array, prefix: readonly number[] | string): boolean {
  for (let at = 0; at < prefix.length; at++) {
    if (head[at] !== (typeof prefix === 'string' ? prefix.charCodeAt(at) : prefix[at])) return false
  }
  return true
}

/** Longest metadata of a schema that is believed of a stream without the continuation mark. */
const MAX_LEGACY_METADATA = 16 * 1024 ** 2

/** Whether `head` starts as an Arrow IPC stream: a schema message, behind a continuation mark since Arrow 0.15. */
function isArrowStream(head: Uint8Array): boolean {
  if (head.length < 8) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const marked = view.getUint32(0, true) === 0xffffffff
  const start = marked ? 8 : 4
  const length = view.getInt32(start - 4, true)
  if (length <= 0) return false
  // Nothing else starts like this; whatever is wrong behind it is told by the Arrow reader.
  if (marked) return true
  if (length > MAX_LEGACY_METADATA || start + length > head.length) return false
  try {
    return readMessage(head.subarray(start, start + length)).header.kind === 'schema'
  } catch (error) {
    if (error instanceof EngineError) return false
    throw error
  }
}

/** The signature `head` starts with; null when there is none (text has none). */
export function signatureOf(head: Uint8Array): Signature | null {
  const found = prefixes.find(([prefix]) => startsWith(head, prefix))
  if (found) return found[1]
  return isArrowStream(head) ? { kind: 'arrow-stream' } : null
}

/** Shares of bytes that text does not have: NULs, and control characters other than white space and escape. */
const MAX_NUL_SHARE = 0.01
const MAX_CONTROL_SHARE = 0.05
/** NULs that say nothing, however short the file. */
const FEW = 2

/** Whether bytes cannot be meant as text. A few damaged rows do not make a text binary. */
export function looksBinary(head: Uint8Array): boolean {
  let nuls = 0
  let controls = 0
  for (const byte of head) {
    if (byte === 0) nuls++
    else if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) controls++
  }
  return nuls > FEW + head.length * MAX_NUL_SHARE || controls > head.length * MAX_CONTROL_SHARE
}
