import type { PageEncoder } from '../../../../kernels/pageEncoder.ts'
import type { ChosenDictionary } from '../dictionary/chooseDictionary.ts'
import type { LeafColumn } from '../levels/leafColumn.ts'
import type { Reused } from '../levels/reused.ts'
import { type ValueRange, valueRange } from '../levels/valueRanges.ts'
import { type DenseValues, plainSize } from '../values/denseValues.ts'
import { narrowNumbers } from '../values/narrowNumbers.ts'
import type { PageRange } from './cutPages.ts'

/** Bits of levels from 0 to `highest`. */
const levelWidth = (highest: number) => 32 - Math.clz32(highest)

function littleEndian(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer)
}

/** A run of one level, where all entries have the same. */
function oneRun(level: number, count: number): Uint8Array {
  const out: number[] = []
  let rest = count * 2
  while (rest >= 0x80) {
    out.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.of(...out, rest, level)
}

/** Levels of a page with their length in front; nothing where there is only one. */
function levelParts(levels: Uint8Array | null, usual: number, highest: number, range: PageRange, encoder: PageEncoder) {
  if (highest === 0) return []
  const { entryStart, entryEnd } = range
  const encoded =
    levels === null
      ? oneRun(usual, entryEnd - entryStart)
      : encoder.hybrid(levels.subarray(entryStart, entryEnd), levelWidth(highest))
  return [littleEndian(encoded.length), encoded]
}

/** Bytes of 0 and 1 as bits, lowest first. */
function packed(bits: Uint8Array): Uint8Array {
  const out = new Uint8Array((bits.length + 7) >> 3)
  for (let i = 0; i < bits.length; i++) out[i >> 3] = (out[i >> 3] as number) | ((bits[i] as number) << (i & 7))
  return out
}

/** Narrow numbers as they are written. */
function widened(bytes: Uint8Array, width: number, widen: 'signed' | 'unsigned'): Uint8Array {
  return new Uint8Array(Int32Array.from(narrowNumbers(bytes, width, widen)).buffer)
}

/** Values `[from, to)` as PLAIN, behind `parts`. */
function plainPage(
  parts: readonly Uint8Array[],
  { values, from, to }: ValueRange,
  encoder: PageEncoder,
  memory: Reused | null,
): Uint8Array {
  const { form, width, widen, bytes, offsets } = values
  if (offsets) {
    const { out, end } = joined(parts, plainSize(values, from, to), memory)
    encoder.plainTexts(bytes, offsets, from, to, out.subarray(end))
    return out
  }
  const own = bytes.subarray(from * width, to * width)
  const plain = form === 'bits' ? packed(own) : widen ? widened(own, width, widen) : own
  return joined([...parts, plain], 0, memory).out
}

/** A page of a dictionary's values. */
export function dictionaryBody(values: DenseValues, encoder: PageEncoder, memory: Reused | null): Uint8Array {
  return plainPage([], { values, from: 0, to: values.count }, encoder, memory)
}

/**
 * A data page of the first version before compression: levels, then values or their places in the dictionary.
 *
 * @param memory where it is put together; null: in a buffer of its own
 */
export function pageBody(
  column: LeafColumn,
  range: PageRange,
  dictionary: ChosenDictionary | null,
  encoder: PageEncoder,
  memory: Reused | null,
): Uint8Array {
  const { leaf, definitions, repetitions } = column
  const { valueStart, valueEnd } = range
  const levels = [
    ...levelParts(repetitions, 0, leaf.maxRepetition, range, encoder),
    ...levelParts(definitions, leaf.maxDefinition, leaf.maxDefinition, range, encoder),
  ]
  if (!dictionary) return plainPage(levels, valueRange(column, valueStart, valueEnd), encoder, memory)
  const { width, indexes } = dictionary
  return joined(
    [...levels, Uint8Array.of(width), encoder.hybrid(indexes.subarray(valueStart, valueEnd), width)],
    0,
    memory,
  ).out
}

/** Parts behind each other, with room for `more` bytes from `end` on. */
function joined(parts: readonly Uint8Array[], more: number, memory: Reused | null): { out: Uint8Array; end: number } {
  const size = parts.reduce((sum, part) => sum + part.length, more)
  const out = memory?.bytes(size) ?? new Uint8Array(size)
  let end = 0
  for (const part of parts) {
    out.set(part, end)
    end += part.length
  }
  return { out, end }
}
