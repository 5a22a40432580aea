import type { ByteSource } from '../../io/byteSource.ts'
import { concatBytes } from '../../io/readFull.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import { cutChunks } from './cutChunks.ts'
import { CHUNK_BYTES, FIRST_CHUNK_BYTES, MAX_RECORD_BYTES } from './limits.ts'
import type { RecordBlock } from './recordBlock.ts'
import { holdsRecord, isBlank, recordEnd, recordStart } from './recordBytes.ts'
import type { RecordExtent, RecordFormat } from './recordFormat.ts'

const TERMINATOR_BYTES = 2

export interface RecordRange {
  /** Where a record starts, and its row; default: the first row. */
  byteStart?: number
  row?: number
  /** Where a record starts that is not wanted any more; default: to the end of the source. */
  byteEnd?: number
  firstChunkBytes?: number
  chunkBytes?: number
  maxRecordBytes?: number
  signal?: AbortSignal
}

/**
 * The rows of a range, as blocks over the chunks read: a record that lies within one chunk is not copied, one that
 * spans chunks is joined and comes as a block of its own. Blank lines are left out. Memory is two chunks plus one
 * record, and a record over `maxRecordBytes` is passed over without being kept.
 */
export async function* readRecords(
  source: ByteSource,
  format: RecordFormat,
  kernels: Kernels,
  range: RecordRange = {},
): AsyncGenerator<RecordBlock, void, void> {
  const { byteStart = format.dataStart, byteEnd, signal, maxRecordBytes = MAX_RECORD_BYTES } = range
  const { chunkBytes = CHUNK_BYTES, firstChunkBytes = FIRST_CHUNK_BYTES } = range
  const { blank, extent = 'lines' } = format
  const carry = new Carry(blank, extent, maxRecordBytes)
  let row = range.row ?? 0
  let starts = new Uint32Array(1024)
  let ends = new Uint32Array(1024)

  const bytesRange = { byteStart, byteEnd, firstChunkBytes, chunkBytes, signal }
  for await (const chunk of cutChunks(source, format, kernels, bytesRange)) {
    const { bytes, count: found } = chunk
    if (chunk.again) carry.clear()
    let next = 0
    let at = 0
    if (found > 0 && carry.byteLength > 0) {
      at = chunk.ends[0]! + 1
      next = 1
      // A separator is no part of the record, and no blank either; at place 0 it was given with the chunk before.
      const isLeftOut = extent === 'separated' && at > 0
      carry.add(bytes.subarray(0, isLeftOut ? at - 1 : at), chunk.byteStart)
      const joined = carry.take(row, !isLeftOut)
      if (joined) {
        row++
        yield joined
      }
    }
    if (starts.length < found) {
      starts = new Uint32Array(found)
      ends = new Uint32Array(found)
    }
    let count = 0
    for (; next < found; next++) {
      const newline = chunk.ends[next]!
      if (holdsRecord(bytes, at, newline, extent, blank)) {
        const end = recordEnd(bytes, at, newline + 1, extent, blank, true)
        const start = recordStart(bytes, at, end, extent, blank)
        if (end - start > maxRecordBytes) {
          if (count > 0) yield { bytes, bytesAt: chunk.byteStart, row, count, starts, ends, oversizedBytes: 0 }
          row += count
          count = 0
          yield oversizedBlock(chunk.byteStart + start, row++, end - start)
        } else {
          starts[count] = start
          ends[count++] = end
        }
      }
      at = newline + 1
    }
    if (count > 0) yield { bytes, bytesAt: chunk.byteStart, row, count, starts, ends, oversizedBytes: 0 }
    row += count
    if (at < bytes.length) carry.add(bytes.subarray(at), chunk.byteStart + at)
  }
  const last = carry.take(row, false)
  if (last) yield source.damage ? { ...last, damage: source.damage } : last
}

function oversizedBlock(bytesAt: number, row: number, oversizedBytes: number): RecordBlock {
  const bytes = new Uint8Array(0)
  return { bytes, bytesAt, row, count: 1, starts: Uint32Array.of(0), ends: Uint32Array.of(0), oversizedBytes }
}

/** The beginning of a record whose end is not there yet. */
class Carry {
  byteLength = 0
  #parts: Uint8Array<ArrayBuffer>[] = []
  #bytesAt = 0
  #blankSoFar = true
  /** The last two bytes, for leaving out the terminator of a record that is not kept. */
  #tail: number[] = []
  readonly #blank: Uint8Array
  readonly #extent: RecordExtent
  readonly #maxBytes: number

  constructor(blank: Uint8Array, extent: RecordExtent, maxBytes: number) {
    this.#blank = blank
    this.#extent = extent
    this.#maxBytes = maxBytes
  }

  add(part: Uint8Array<ArrayBuffer>, byteStart: number): void {
    if (this.byteLength === 0) this.#bytesAt = byteStart
    this.byteLength += part.length
    if (this.#blankSoFar) this.#blankSoFar = isBlank(part, 0, part.length, this.#blank)
    this.#tail = [...this.#tail, ...part.subarray(-2)].slice(-2)
    this.#parts.push(part)
    if (this.byteLength > this.#maxBytes + TERMINATOR_BYTES) this.#parts = []
  }

  /**
   * The record as a block, null when it is blank; starts anew.
   * @param terminated whether its last byte is the newline that ends it
   */
  take(row: number, terminated: boolean): RecordBlock | null {
    const tail = Uint8Array.from(this.#tail)
    const ending = recordEnd(tail, 0, tail.length, this.#extent, this.#blank, terminated)
    const length = this.byteLength - (tail.length - ending)
    const isRow = !this.#blankSoFar
    const parts = this.#parts
    this.clear()
    if (!isRow) return null
    const bytesAt = this.#bytesAt
    if (length > this.#maxBytes) return oversizedBlock(bytesAt, row, length)
    const bytes = concatBytes(parts)
    const end = recordEnd(bytes, 0, bytes.length, this.#extent, this.#blank, terminated)
    const start = recordStart(bytes, 0, end, this.#extent, this.#blank)
    return {
      bytes,
      bytesAt,
      row,
      count: 1,
      starts: Uint32Array.of(start),
      ends: Uint32Array.of(end),
      oversizedBytes: 0,
    }
  }

  /** Starts anew. */
  clear(): void {
    this.#parts = []
    this.#tail = []
    this.#blankSoFar = true
    this.byteLength = 0
  }
}
