import { EngineError } from '../errors.ts'
import { copyTokens } from '../packing/rows/copyTokens.ts'
import { checkCount, checkSide, MAX_POSITIONS, type PaddingSide, roundUp } from './padWidth.ts'

/** Sequences back to back: sequence `i` is `values[offsets[i]..offsets[i + 1])`. */
export interface FlatSequences {
  values: Int32Array
  offsets: Int32Array | Uint32Array
}

export interface PadSequencesOptions {
  /** Width; null: the longest sequence. */
  targetLength?: number | null
  /** Default 0. */
  padValue?: number
  /** Default right. */
  paddingSide?: PaddingSide
  /** The width is rounded up to a multiple of this, a given one too; null and 0: not. */
  padToMultipleOf?: number | null
  /**
   * Memory to write in where it is large enough, such as that of a batch that is used up: pages the system has yet to
   * hand out cost more than padding itself.
   */
  into?: Int32Array<ArrayBuffer>
}

/** Rows of one width, back to back. */
export interface PaddedRows {
  values: Int32Array<ArrayBuffer>
  numRows: number
  width: number
}

/**
 * fast-axolotl's `pad_sequences` (axolotl-semantics §1.8): pads to the width, and cuts longer sequences to their first
 * items, also when padding goes left.
 * @throws EngineError `argument/invalid`, also for a side that is neither and items outside int32; `limit/exceeded` for
 * 2^31 positions
 */
export function padSequences(
  sequences: FlatSequences | readonly ArrayLike<number>[],
  options: PadSequencesOptions = {},
): PaddedRows {
  const { targetLength = null, padValue = 0, paddingSide = 'right', padToMultipleOf = null } = options
  checkSide(paddingSide)
  checkCount('target_length', targetLength ?? 0, 0)
  checkCount('pad_to_multiple_of', padToMultipleOf ?? 0, 0)
  if ((padValue | 0) !== padValue) {
    throw new EngineError('argument/invalid', `pad_value ${padValue} does not fit int32`, { feature: 'pad_value' })
  }
  const isFlat = 'offsets' in sequences
  const { numRows, longest } = isFlat ? flatSize(sequences) : listSize(sequences)
  const width = numRows === 0 ? 0 : roundUp(targetLength ?? longest, padToMultipleOf)
  const positions = numRows * width
  if (positions > MAX_POSITIONS) {
    throw new EngineError('limit/exceeded', `${numRows} sequences of ${width} are more than ${MAX_POSITIONS} items`)
  }
  const values = padded(positions, padValue, options.into)
  if (isFlat) placeFlat(sequences, numRows, width, paddingSide, values)
  else placeLists(sequences, width, paddingSide, values)
  return { values, numRows, width }
}

/** Padding all over. */
function padded(positions: number, padValue: number, into: Int32Array<ArrayBuffer> | undefined) {
  if (into && into.length >= positions) return into.subarray(0, positions).fill(padValue)
  const values = new Int32Array(positions)
  return padValue === 0 ? values : values.fill(padValue)
}

function flatSize({ offsets }: FlatSequences): { numRows: number; longest: number } {
  const numRows = Math.max(0, offsets.length - 1)
  let longest = 0
  for (let i = 0; i < numRows; i++) longest = Math.max(longest, (offsets[i + 1] as number) - (offsets[i] as number))
  return { numRows, longest }
}

function listSize(sequences: readonly ArrayLike<number>[]): { numRows: number; longest: number } {
  let longest = 0
  for (const { length } of sequences) longest = Math.max(longest, length)
  return { numRows: sequences.length, longest }
}

function placeFlat(
  { values, offsets }: FlatSequences,
  numRows: number,
  width: number,
  side: PaddingSide,
  out: Int32Array,
): void {
  for (let i = 0, at = 0; i < numRows; i++, at += width) {
    const from = offsets[i] as number
    const length = Math.min(width, (offsets[i + 1] as number) - from)
    copyTokens(values, from, length, out, side === 'right' ? at : at + width - length)
  }
}

function placeLists(sequences: readonly ArrayLike<number>[], width: number, side: PaddingSide, out: Int32Array): void {
  for (let i = 0, at = 0; i < sequences.length; i++, at += width) {
    const sequence = sequences[i] as ArrayLike<number>
    const length = Math.min(width, sequence.length)
    const start = side === 'right' ? at : at + width - length
    if (sequence instanceof Int32Array) copyTokens(sequence, 0, length, out, start)
    else placeList(sequence, i, length, out, start)
  }
}

/** Copies the first `length` items of a sequence of any numbers; all of them must fit. */
function placeList(sequence: ArrayLike<number>, row: number, length: number, out: Int32Array, at: number): void {
  let fits = true
  for (let i = 0; i < length; i++) {
    const item = sequence[i] as number
    out[at + i] = item
    if ((item | 0) !== item) fits = false
  }
  for (let i = length; fits && i < sequence.length; i++) {
    const item = sequence[i] as number
    if ((item | 0) !== item) fits = false
  }
  if (!fits) refuseItem(sequence, row)
}

function refuseItem(sequence: ArrayLike<number>, row: number): never {
  let at = 0
  while (((sequence[at] as number) | 0) === sequence[at]) at++
  const message = `item ${at} of sequence ${row} is ${sequence[at]}, which does not fit int32`
  throw new EngineError('argument/invalid', message, { row })
}

/**
 * fast-axolotl's `create_padding_mask`: despite its name the position ids 0, 1, 2, … of a padded tail; empty when there
 * is nothing to pad.
 */
export function createPaddingMask(currentLength: number, targetLength: number): Int32Array<ArrayBuffer> {
  checkCount('current_length', currentLength, 0)
  checkCount('target_length', targetLength, 0)
  return Int32Array.from({ length: Math.max(0, targetLength - currentLength) }, (_, i) => i)
}
