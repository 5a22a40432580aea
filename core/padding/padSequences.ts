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
  const { values, offsets } = 'offsets' in sequences ? sequences : flatten(sequences)
  const numRows = Math.max(0, offsets.length - 1)
  let longest = 0
  for (let i = 0; i < numRows; i++) longest = Math.max(longest, (offsets[i + 1] as number) - (offsets[i] as number))
  const width = numRows === 0 ? 0 : roundUp(targetLength ?? longest, padToMultipleOf)
  if (numRows * width > MAX_POSITIONS) {
    throw new EngineError('limit/exceeded', `${numRows} sequences of ${width} are more than ${MAX_POSITIONS} items`)
  }
  const out = new Int32Array(numRows * width)
  if (padValue !== 0) out.fill(padValue)
  for (let i = 0, at = 0; i < numRows; i++, at += width) {
    const from = offsets[i] as number
    const length = Math.min(width, (offsets[i + 1] as number) - from)
    copyTokens(values, from, length, out, paddingSide === 'right' ? at : at + width - length)
  }
  return { values: out, numRows, width }
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

function flatten(sequences: readonly ArrayLike<number>[]): FlatSequences {
  const offsets = new Uint32Array(sequences.length + 1)
  let total = 0
  sequences.forEach((sequence, i) => {
    total += sequence.length
    offsets[i + 1] = total
  })
  if (total > MAX_POSITIONS) throw new EngineError('limit/exceeded', `${total} items are more than ${MAX_POSITIONS}`)
  const values = new Int32Array(total)
  sequences.forEach((sequence, i) => {
    values.set(sequence, offsets[i] as number)
    if (!(sequence instanceof Int32Array)) checkItems(sequence, i)
  })
  return { values, offsets }
}

function checkItems(sequence: ArrayLike<number>, row: number): void {
  for (let i = 0; i < sequence.length; i++) {
    const item = sequence[i] as number
    if ((item | 0) === item) continue
    throw new EngineError('argument/invalid', `item ${i} of sequence ${row} is ${item}, which does not fit int32`, {
      row,
    })
  }
}
