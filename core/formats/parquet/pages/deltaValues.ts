import type { PageKernels } from '../../../kernels/pageKernels.ts'
import { fixedValues, type PageValues, type ValueBytes } from './valueReader.ts'

// Encodings whose values depend on those before are decoded when their page is begun; pages are bounded by writers.

/** The number of values a DELTA_BINARY_PACKED sequence says it has: the third varint of its head. */
function deltaCount({ pages, from, end, numValues, damaged }: ValueBytes): number {
  const { bytes } = pages
  let at = from
  let value = 0
  for (let field = 0; field < 3; field++) {
    value = 0
    for (let shift = 1; ; shift *= 128) {
      if (at >= end || shift > 2 ** 42) throw damaged('has no head of deltas')
      const byte = bytes[at++] as number
      value += (byte & 0x7f) * shift
      if (byte < 0x80) break
    }
  }
  if (value > numValues) throw damaged(`has ${value} deltas, ${numValues} values are in the page`)
  return value
}

/** A sequence of deltas as words in memory of their own. */
function decodeWords(bytes: ValueBytes, width: number): { words: number; count: number; end: number } {
  const { pages, from, end, damaged } = bytes
  const count = deltaCount(bytes)
  const words = pages.alloc(count * width)
  const stop = pages.decodeDeltas(from, end, count, width, words)
  if (stop === 0) {
    pages.free(words)
    throw damaged('has deltas that do not decode')
  }
  return { words, count, end: stop }
}

/** DELTA_BINARY_PACKED numbers. */
export function deltaValues(bytes: ValueBytes): PageValues {
  const { words, count } = decodeWords(bytes, bytes.width)
  return fixedValues({ ...bytes, from: words, end: words + count * bytes.width }, [words])
}

/** BYTE_STREAM_SPLIT. */
export function splitValues(bytes: ValueBytes): PageValues {
  const { pages, from, end, width } = bytes
  const count = Math.floor((end - from) / width)
  const words = pages.alloc(count * width)
  pages.decodeByteStreamSplit(from, count, width, words)
  return fixedValues({ ...bytes, from: words, end: words + count * width }, [words])
}

/** Texts by offsets (u32, one more than texts) into bytes. */
function offsetTexts(
  { pages, damaged }: ValueBytes,
  texts: { offsets: number; bytes: number; count: number },
  owned: readonly number[],
): PageValues {
  let at = 0
  const take = (count: number) => {
    const first = at
    if (at + count > texts.count) throw damaged(`ends in the middle of ${count} texts`)
    at += count
    return first
  }
  return {
    read(count, out) {
      const first = take(count)
      out.reserve(out.count + count)
      const start = new Uint32Array(pages.bytes.buffer, texts.offsets, texts.count + 1)[first] as number
      const size = (new Uint32Array(pages.bytes.buffer, texts.offsets, texts.count + 1)[at] as number) - start
      out.reserveText(size)
      const offsets = new Uint32Array(pages.bytes.buffer, texts.offsets, texts.count + 1)
      const ends = new Uint32Array(pages.bytes.buffer, out.ends, out.count + count)
      for (let i = 0; i < count; i++) {
        ends[out.count + i] = (offsets[first + i + 1] as number) - start + out.textBytes
      }
      pages.bytes.copyWithin(out.values + out.textBytes, texts.bytes + start, texts.bytes + start + size)
      out.count += count
      out.textBytes += size
    },
    skip: (count) => void take(count),
    free: () => owned.forEach((address) => void pages.free(address)),
  }
}

/** Offsets from lengths (i32); null where they do not fit into `room` bytes. */
function offsetsOf(pages: PageKernels, lengths: number, count: number, room: number): number | null {
  const offsets = pages.alloc((count + 1) * 4)
  const from = new Int32Array(pages.bytes.buffer, lengths, count)
  const to = new Uint32Array(pages.bytes.buffer, offsets, count + 1)
  let end = 0
  to[0] = 0
  for (let i = 0; i < count; i++) {
    const length = from[i] as number
    end += length
    if (length < 0 || end > room) {
      pages.free(offsets)
      return null
    }
    to[i + 1] = end
  }
  return offsets
}

/** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
export function deltaTextValues(bytes: ValueBytes): PageValues {
  const { pages, damaged } = bytes
  const lengths = decodeWords(bytes, 4)
  const offsets = offsetsOf(pages, lengths.words, lengths.count, bytes.end - lengths.end)
  pages.free(lengths.words)
  if (offsets === null) throw damaged('has texts that reach out of it')
  return offsetTexts(bytes, { offsets, bytes: lengths.end, count: lengths.count }, [offsets])
}

/** Bytes that texts put together from prefixes may take: they can say much more than their page holds. */
const MOST_JOINED_BYTES = 512 * 1024 ** 2

/** DELTA_BYTE_ARRAY: what each text shares with the one before, and the rest. Fixed lengths are texts all as long. */
export function prefixedValues(bytes: ValueBytes): PageValues {
  const { pages, damaged, end, width } = bytes
  const owned: number[] = []
  const give = () => owned.forEach((address) => void pages.free(address))
  try {
    const prefixes = decodeWords(bytes, 4)
    owned.push(prefixes.words)
    const suffixes = decodeWords({ ...bytes, from: prefixes.end }, 4)
    owned.push(suffixes.words)
    const { count } = prefixes
    if (suffixes.count !== count) throw damaged(`has ${count} prefixes and ${suffixes.count} suffixes`)
    const join = (offsets: number, to: number) =>
      Number(pages.joinPrefixes(prefixes.words, suffixes.words, count, suffixes.end, end, offsets, to))
    const size = join(0, 0)
    if (size < 0 || size > MOST_JOINED_BYTES) throw damaged('has texts whose parts do not fit')
    const offsets = pages.alloc((count + 1) * 4)
    owned.push(offsets)
    const joined = pages.alloc(size)
    owned.push(joined)
    join(offsets, joined)
    if (width === 0) return offsetTexts(bytes, { offsets, bytes: joined, count }, owned)
    const ends = new Uint32Array(pages.bytes.buffer, offsets, count + 1)
    if (!ends.every((offset, index) => offset === index * width)) throw damaged(`has values not ${width} bytes long`)
    return fixedValues({ ...bytes, from: joined, end: joined + size }, owned)
  } catch (error) {
    give()
    throw error
  }
}
