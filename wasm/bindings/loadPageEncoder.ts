import { EngineError } from '../../core/errors.ts'
import type { DictionaryLimits, PageEncoder, ValueIndexes } from '../../core/kernels/pageEncoder.ts'

const WASM_PAGE_BYTES = 64 * 1024
const MIB = 1024 * 1024
/** Bytes behind every area that loops may read and write. */
const SPARE_BYTES = 64
/** Most bytes of a dictionary, and of what is copied in at a time. */
const BLOCK_BYTES = MIB
/** Words and texts looked at per call: their places and offsets stay in the processor's cache. */
const BLOCK_VALUES = 32 * 1024
/** Texts longer than this are copied one by one. */
const LONG_TEXT = 2048
/** A table of 2^20 slots, and a copy of the half of it while it grows. */
const SLOT_BYTES = 12 * MIB
const SIGN_BIT = 0x8000_0000

/** What `wasm/assembly/pageEncoder` exports. Pointers and counts are bytes and numbers of the module's own memory. */
interface PageEncoderExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  crc32(crc: number, start: number, end: number): number
  placeDictionary(direct: number, slots: number, values: number, starts: number, firsts: number): void
  beginDictionary(width: number): void
  addWords(from: number, size: number, position: number, most: number, out: number): number
  addLongs(from: number, size: number, position: number, most: number, out: number): number
  addTexts(bytes: number, offsets: number, size: number, position: number, most: number, out: number): number
  hybridBytes(from: number, count: number, width: number, out: number): number
  hybridWords(from: number, count: number, width: number, out: number): number
  joinTexts(bytes: number, offsets: number, size: number, out: number): number
  wordExtremes(from: number, count: number, flip: number, out: number): void
  longExtremes(from: number, count: number, flip: bigint, out: number): void
}

/**
 * The loops of writing Parquet pages over one instance of the compiled `pageEncoder.wasm`. Its memory is 20 MiB (little of
 * it is touched for columns of few different values) and grows where a page has more numbers than usual.
 * @throws where the module is not `pageEncoder.wasm` or no memory is to be had
 */
export async function createPageEncoder(module: WebAssembly.Module): Promise<PageEncoder> {
  const loops = (await WebAssembly.instantiate(module)).exports as unknown as PageEncoderExports
  let end = Math.ceil(loops.memoryStart() / SPARE_BYTES) * SPARE_BYTES
  const area = (size: number) => {
    const at = end
    end += size + SPARE_BYTES
    return at
  }
  const direct = area(MIB)
  const slots = area(SLOT_BYTES)
  const values = area(BLOCK_BYTES)
  const starts = area(MIB + 8)
  const firsts = area(MIB)
  const offsets = area((BLOCK_VALUES + 1) * 4)
  const places = area(BLOCK_VALUES * 4)
  const input = end
  let bytes = new Uint8Array(loops.memory.buffer)

  /** Sees to `size` bytes from `input` on. */
  function reserve(size: number): void {
    const missing = input + size + SPARE_BYTES - loops.memory.buffer.byteLength
    if (missing > 0) {
      try {
        loops.memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
      } catch (cause) {
        const message = `a Parquet page needs ${size} bytes of memory, more than there is`
        throw new EngineError('limit/exceeded', message, { feature: 'memory' }, cause)
      }
    }
    if (bytes.buffer !== loops.memory.buffer) bytes = new Uint8Array(loops.memory.buffer)
  }
  reserve(2 * BLOCK_BYTES + BLOCK_VALUES * 4)
  loops.placeDictionary(direct, slots, values, starts, firsts)
  const words = (at: number, count: number) => new Uint32Array(bytes.buffer, at, count)

  /** Looks at a column block by block; `add` returns how many values were taken and how many are different so far. */
  function search(
    count: number,
    { sample }: DictionaryLimits,
    add: (position: number, most: number) => { taken: number; found: number },
  ): ValueIndexes | null {
    const indexes = new Uint32Array(count)
    let look = sample
    let found = 0
    for (let at = 0; at < count; ) {
      if (at === look) {
        if (found * 16 > look * 15) return null
        look *= 4
      }
      const block = add(at, Math.min(BLOCK_VALUES, count - at, look - at))
      if (block.found < 0) return null
      found = block.found
      indexes.set(words(places, block.taken), at)
      at += block.taken
    }
    return { firsts: words(firsts, found).slice(), indexes }
  }

  return {
    crc32(data) {
      let crc = 0
      for (let at = 0; at < data.length; at += BLOCK_BYTES) {
        const block = data.subarray(at, at + BLOCK_BYTES)
        bytes.set(block, input)
        crc = loops.crc32(crc, input, input + block.length)
      }
      return crc >>> 0
    },

    hybrid(numbers, width) {
      const size = numbers.length
      const isBytes = numbers instanceof Uint8Array
      const out = input + Math.ceil((size * (isBytes ? 1 : 4) + SPARE_BYTES) / 16) * 16
      reserve(out - input + Math.ceil(size / 8) * width + (size >>> 10) + 16)
      if (isBytes) bytes.set(numbers, input)
      else words(input, size).set(numbers)
      const length = (isBytes ? loops.hybridBytes : loops.hybridWords)(input, size, width, out)
      return bytes.slice(out, out + length)
    },

    wordIndexes(data, width, limits) {
      const add = width === 4 ? loops.addWords : loops.addLongs
      const most = Math.floor(limits.bytes / width)
      const found = search(data.length / width, limits, (position, taken) => {
        bytes.set(data.subarray(position * width, (position + taken) * width), input)
        return { taken, found: add(input, taken, position, most, places) }
      })
      loops.beginDictionary(width)
      return found
    },

    textIndexes(data, ends, limits) {
      const found = search(ends.length - 1, limits, (position, most) => {
        const start = ends[position] as number
        let taken = 0
        while (taken < most && (ends[position + taken + 1] as number) - start <= BLOCK_BYTES) taken++
        if (taken === 0) return { taken, found: -1 }
        bytes.set(data.subarray(start, ends[position + taken]), input)
        words(offsets, taken + 1).set(ends.subarray(position, position + taken + 1))
        return { taken, found: loops.addTexts(input - start, offsets, taken, position, limits.bytes, places) }
      })
      loops.beginDictionary(0)
      return found
    },

    plainTexts(data, ends, from, to, out) {
      const joined = input + BLOCK_BYTES
      let at = 0
      for (let text = from; text < to; ) {
        const start = ends[text] as number
        const length = (ends[text + 1] as number) - start
        if (length > LONG_TEXT) {
          out.set(new Uint8Array(Uint32Array.of(length).buffer), at)
          out.set(data.subarray(start, start + length), at + 4)
          at += length + 4
          text++
          continue
        }
        let next = text + 1
        while (next < to && next - text < BLOCK_VALUES && isShort(ends, next) && fits(ends, text, next)) next++
        bytes.set(data.subarray(start, ends[next]), input)
        words(offsets, next - text + 1).set(ends.subarray(text, next + 1))
        const written = loops.joinTexts(input - start, offsets, next - text, joined)
        out.set(bytes.subarray(joined, joined + written), at)
        at += written
        text = next
      }
    },

    wordExtremes(data, width, isSigned) {
      let found: Uint8Array | null = null
      for (let at = 0; at < data.length; at += BLOCK_BYTES) {
        const block = data.subarray(at, at + BLOCK_BYTES)
        bytes.set(block, input)
        // What was found so far is looked at again with the next block.
        if (found) bytes.set(found, input + block.length)
        const count = (block.length + (found?.length ?? 0)) / width
        if (width === 4) loops.wordExtremes(input, count, isSigned ? 0 : SIGN_BIT, places)
        else loops.longExtremes(input, count, isSigned ? 0n : BigInt(SIGN_BIT) << 32n, places)
        found = bytes.slice(places, places + 2 * width)
      }
      const all = found as Uint8Array
      return { min: all.subarray(0, width), max: all.subarray(width) }
    },
  }
}

const isShort = (ends: Int32Array, text: number) => (ends[text + 1] as number) - (ends[text] as number) <= LONG_TEXT

/** Whether texts `[from, to]` and their lengths fit what is written at a time. */
function fits(ends: Int32Array, from: number, to: number): boolean {
  return (ends[to + 1] as number) - (ends[from] as number) + (to + 1 - from) * 4 <= BLOCK_BYTES
}
