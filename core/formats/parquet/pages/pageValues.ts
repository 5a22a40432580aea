import { EngineError } from '../../../errors.ts'
import type { LeafOutput } from '../columns/leafOutput.ts'
import { PhysicalType } from '../footer/fileMetadata.ts'
import { deltaTextValues, deltaValues, prefixedValues, splitValues } from './deltaValues.ts'
import { fixedValues, type PageValues, type ValueBytes } from './valueReader.ts'

const HYBRID_STATE_BYTES = 24

function plainTexts({ pages, from, end, damaged }: ValueBytes): PageValues {
  let at = from
  const place = pages.alloc(4)
  const measure = (count: number): number => {
    const bytes = pages.measurePlainTexts(at, end, count, place)
    if (bytes < 0) throw damaged('has a text that reaches out of it')
    return bytes
  }
  const moveOn = () => {
    at = new DataView(pages.bytes.buffer).getUint32(place, true)
  }
  return {
    read(count, out) {
      const bytes = measure(count)
      out.reserve(out.count + count)
      out.reserveText(bytes)
      pages.copyPlainTexts(at, count, out.values + out.textBytes, out.ends + out.count * 4, out.textBytes)
      out.count += count
      out.textBytes += bytes
      moveOn()
    },
    skip(count) {
      measure(count)
      moveOn()
    },
    free: () => pages.free(place),
  }
}

function plainBooleans({ pages, from, end, damaged }: ValueBytes): PageValues {
  let bit = 0
  const take = (count: number): number => {
    const start = bit
    if (bit + count > (end - from) * 8) throw damaged(`ends in the middle of ${count} booleans`)
    bit += count
    return start
  }
  return {
    read(count, out) {
      const start = take(count)
      out.reserve(out.count + count)
      pages.unpackBits(from + (start >> 3), start & 7, out.values + out.count, count)
      out.count += count
    },
    skip: (count) => void take(count),
    free: () => {},
  }
}

function runLengthBooleans({ pages, from, end, damaged }: ValueBytes): PageValues {
  if (end - from < 4) throw damaged('has no booleans')
  const length = new DataView(pages.bytes.buffer).getUint32(from, true)
  if (length > end - from - 4) throw damaged(`has ${length} bytes of booleans, ${end - from - 4} are there`)
  const state = pages.alloc(HYBRID_STATE_BYTES)
  pages.hybridInit(state, from + 4, from + 4 + length, 1)
  const decode = (to: number, count: number) => {
    if (pages.hybridBytes(state, to, count) !== count) throw damaged(`ends in the middle of ${count} booleans`)
  }
  return {
    read(count, out) {
      out.reserve(out.count + count)
      decode(out.values + out.count, count)
      out.count += count
    },
    skip(count) {
      const scratch = pages.alloc(count)
      try {
        decode(scratch, count)
      } finally {
        pages.free(scratch)
      }
    },
    free: () => pages.free(state),
  }
}

/** Indexes decoded at a time: they stay in the processor's cache. */
const INDEXES = 4096

function dictionaryValues(bytes: ValueBytes): PageValues {
  const { pages, from, end, width, numValues, dictionary, damaged } = bytes
  if (!dictionary) throw damaged('refers to a dictionary, and there is none')
  const bitWidth = from < end ? (pages.bytes[from] ?? 0) : 0
  if (bitWidth > 32) throw damaged(`has dictionary indexes of ${bitWidth} bits`)
  const state = pages.alloc(HYBRID_STATE_BYTES)
  const indexes = pages.alloc(Math.min(INDEXES, numValues) * 4)
  pages.hybridInit(state, Math.min(from + 1, end), end, bitWidth)
  const decode = (count: number) => {
    if (pages.hybridWords(state, indexes, count) !== count) throw damaged(`ends in the middle of ${count} indexes`)
  }
  const wrong = (index: bigint) => damaged(`refers to value ${index} of a dictionary of ${dictionary.count}`)
  const readTexts = (count: number, out: LeafOutput) => {
    const size = Number(pages.measurePickedTexts(indexes, count, dictionary.offsets, dictionary.count))
    if (size < 0) throw wrong(BigInt(-1 - size))
    out.reserveText(size)
    const to = out.values + out.textBytes
    const ends = out.ends + out.count * 4
    pages.copyPickedTexts(indexes, count, dictionary.offsets, dictionary.values, to, ends, out.textBytes)
    out.textBytes += size
  }
  const readFixed = (count: number, out: LeafOutput) => {
    const to = out.values + out.count * width
    const bad = pages.pickValues(indexes, count, dictionary.values, dictionary.count, width, to)
    if (bad >= 0n) throw wrong(bad)
  }
  return {
    read(count, out) {
      out.reserve(out.count + count)
      for (let left = count; left > 0; ) {
        const take = Math.min(left, INDEXES)
        decode(take)
        if (width === 0) readTexts(take, out)
        else readFixed(take, out)
        out.count += take
        left -= take
      }
    },
    skip(count) {
      for (let left = count; left > 0; left -= INDEXES) decode(Math.min(left, INDEXES))
    },
    free() {
      pages.free(state)
      pages.free(indexes)
    },
  }
}

/**
 * The values of a page by its encoding (numbers of `Encoding` in `parquet.thrift`).
 *
 * @throws EngineError `format/corrupt`; `format/unsupported` for an encoding that is not known or not for this type
 */
export function pageValues(encoding: number, bytes: ValueBytes): PageValues {
  const { physical, width } = bytes
  const isNumber = physical === PhysicalType.int32 || physical === PhysicalType.int64
  switch (encoding) {
    case 0:
      if (width === 0) return plainTexts(bytes)
      return physical === PhysicalType.boolean ? plainBooleans(bytes) : fixedValues(bytes)
    case 2:
    case 8:
      if (physical !== PhysicalType.boolean) return dictionaryValues(bytes)
      break
    case 3:
      if (physical === PhysicalType.boolean) return runLengthBooleans(bytes)
      break
    case 5:
      if (isNumber) return deltaValues(bytes)
      break
    case 6:
      if (width === 0) return deltaTextValues(bytes)
      break
    case 7:
      if (width === 0 || physical === PhysicalType.fixedLenByteArray) return prefixedValues(bytes)
      break
    case 9:
      if (width > 0 && physical !== PhysicalType.boolean) return splitValues(bytes)
      break
  }
  const message = `values in encoding ${encoding} of the physical type ${physical} are not read`
  throw new EngineError('format/unsupported', message, { feature: `encoding ${encoding}` })
}
