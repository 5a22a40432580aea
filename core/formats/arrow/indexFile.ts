import { MetadataVersion, type Schema } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { FlatTable } from '../../table/ipc/flatBuffer.ts'
import { type Message, readMessage } from '../../table/ipc/readMessage.ts'
import { readSchema } from '../../table/ipc/readSchema.ts'
import type { ArrowIndex, MessagePlace } from './arrowIndex.ts'
import { indexMessage } from './indexMessage.ts'
import { indexStream } from './indexStream.ts'

/** `ARROW1` and two bytes of padding. */
export const FILE_START_BYTES = 8
/** Four bytes of footer length, `ARROW1`. */
const FILE_END_BYTES = 10
const BLOCK_BYTES = 24
/** Metadata of so many batches are read at the same time. */
const CONCURRENT_READS = 32

function corrupt(message: string, byte: number): EngineError {
  return new EngineError('format/corrupt', message, { byte })
}

interface Footer {
  schema: Schema
  version: MetadataVersion
  dictionaries: MessagePlace[]
  batches: MessagePlace[]
}

/** The blocks of a footer's vector (Block of File.fbs), all inside `[FILE_START_BYTES, footerStart)`. */
function readBlocks(table: FlatTable, slot: number, footerStart: number): MessagePlace[] {
  const { start, length } = table.vector(slot, BLOCK_BYTES)
  return Array.from({ length }, (_, index) => {
    const at = start + index * BLOCK_BYTES
    const place = {
      byteStart: table.countAt(at),
      metadataLength: table.view.getInt32(at + 8, true),
      bodyLength: table.countAt(at + 16),
    }
    const end = place.byteStart + place.metadataLength + place.bodyLength
    if (place.byteStart >= FILE_START_BYTES && place.metadataLength >= 8 && end <= footerStart) return place
    throw corrupt(`the Arrow footer names bytes ${place.byteStart} to ${end}, the data end at ${footerStart}`, at)
  })
}

/** The footer; null when the file does not end as an Arrow file does. */
async function readFooter(source: ByteSource, byteLength: number, signal?: AbortSignal): Promise<Footer | null> {
  if (byteLength < FILE_START_BYTES + FILE_END_BYTES) return null
  const tail = await readFull(source, byteLength - FILE_END_BYTES, byteLength, signal)
  if (String.fromCharCode(...tail.subarray(4)) !== 'ARROW1') return null
  const length = new DataView(tail.buffer, tail.byteOffset).getInt32(0, true)
  const footerStart = byteLength - FILE_END_BYTES - length
  if (length <= 0 || footerStart < FILE_START_BYTES) {
    throw corrupt(`the Arrow footer claims ${length} bytes of a file of ${byteLength}`, byteLength - FILE_END_BYTES)
  }
  const table = FlatTable.root(await readFull(source, footerStart, byteLength - FILE_END_BYTES, signal))
  const version = table.int16(0, 0) as MetadataVersion
  if (version !== MetadataVersion.V4 && version !== MetadataVersion.V5) {
    throw new EngineError('format/unsupported', `Arrow metadata version ${version + 1}, expected 4 or 5`)
  }
  const schema = table.table(1)
  if (!schema) throw corrupt('the Arrow footer has no schema', footerStart)
  return {
    schema: readSchema(schema, version),
    version,
    dictionaries: readBlocks(table, 2, footerStart),
    batches: readBlocks(table, 3, footerStart),
  }
}

/** The metadata of a block, checked against what the footer says of it. */
async function readBlock(source: ByteSource, place: MessagePlace, signal?: AbortSignal): Promise<Message> {
  const bytes = await readFull(source, place.byteStart, place.byteStart + place.metadataLength, signal)
  if (bytes.length < place.metadataLength) throw corrupt('the Arrow file ends inside a batch', place.byteStart)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const prefix = view.getUint32(0, true) === 0xffffffff ? 8 : 4
  const length = view.getInt32(prefix - 4, true)
  if (length <= 0 || prefix + length > bytes.length) {
    throw corrupt(`an Arrow block of ${bytes.length} bytes claims ${length} bytes of metadata`, place.byteStart)
  }
  const message = readMessage(bytes.subarray(prefix, prefix + length))
  if (message.bodyLength <= place.bodyLength) return message
  throw corrupt(`an Arrow batch claims ${message.bodyLength} bytes, its footer ${place.bodyLength}`, place.byteStart)
}

async function indexBlocks(
  source: ByteSource,
  index: ArrowIndex,
  places: readonly MessagePlace[],
  kind: 'batch' | 'dictionary',
  signal?: AbortSignal,
): Promise<void> {
  for (let start = 0; start < places.length; start += CONCURRENT_READS) {
    throwIfAborted(signal)
    const group = places.slice(start, start + CONCURRENT_READS)
    const messages = await Promise.all(group.map((place) => readBlock(source, place, signal)))
    messages.forEach((message, at) => {
      const place = group[at] as MessagePlace
      if (message.header.kind !== kind) {
        throw corrupt(`the Arrow footer names a ${kind} where there is a ${message.header.kind}`, place.byteStart)
      }
      indexMessage(index, message, place)
    })
  }
}

/**
 * Finds everything in an Arrow IPC file by its footer. A file cut off before its footer is walked as the stream it
 * starts as: what is whole is kept, with one `error` issue.
 *
 * @throws EngineError `format/corrupt`, `format/unsupported`, what the source throws; `AbortError`
 */
export async function indexFile(source: ByteSource, signal?: AbortSignal): Promise<ArrowIndex> {
  const { byteLength } = source
  const footer = byteLength === null ? null : await readFooter(source, byteLength, signal)
  if (!footer) return indexWithoutFooter(source, signal)
  const { schema, version } = footer
  const index: ArrowIndex = { stored: schema, version, batches: [], dictionaries: [], numRows: 0, issues: [] }
  // All dictionaries of a file are in force for all of its batches.
  await indexBlocks(source, index, footer.dictionaries, 'dictionary', signal)
  await indexBlocks(source, index, footer.batches, 'batch', signal)
  return index
}

async function indexWithoutFooter(source: ByteSource, signal?: AbortSignal): Promise<ArrowIndex> {
  const index = await indexStream(source, FILE_START_BYTES, signal)
  // A source of unknown length cannot be read from its end; its stream's own end mark is enough then.
  if (source.byteLength === null || index.issues.some(({ severity }) => severity === 'error')) return index
  const message = `the Arrow file has no footer: it was cut off behind row ${index.numRows} or is still being written`
  const byteStart = source.byteLength
  index.issues = [{ severity: 'error', code: 'arrow/cut-off', message, rowStart: null, rowEnd: null, byteStart }]
  return index
}
