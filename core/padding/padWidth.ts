import { EngineError } from '../errors.ts'

/** Most positions of a batch that is written: offsets are int32. */
export const MAX_POSITIONS = 0x7fffffff

export type PaddingSide = 'right' | 'left'

/** `length` rounded up to a multiple of `multipleOf`; null and 0 round nothing, as in fast-axolotl. */
export function roundUp(length: number, multipleOf: number | null): number {
  return multipleOf ? Math.ceil(length / multipleOf) * multipleOf : length
}

/**
 * The multiple Axolotl pads to (axolotl-semantics §3.3): `pad_to_multiple_of` or 64, raised to what holds a sequence
 * when `pad_to_sequence_len` is true.
 * @param padToSequenceLen null: unset, which means true where samples are packed
 * @returns null: no rounding
 */
export function axolotlMultiple(options: {
  padToMultipleOf: number | null
  padToSequenceLen: boolean | null
  sequenceLen: number
  samplePacking: boolean
}): number | null {
  const multiple = options.padToMultipleOf || 64
  const padToSequenceLen = options.padToSequenceLen ?? (options.samplePacking ? true : null)
  if (padToSequenceLen === false) return null
  return padToSequenceLen ? roundUp(options.sequenceLen, multiple) : multiple
}

/** @throws EngineError `argument/invalid` unless `value` is a whole number of `least` to 2^31 - 1 */
export function checkCount(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= 0x7fffffff) return
  throw new EngineError('argument/invalid', `${name} must be a whole number of ${least} or more, not ${value}`, {
    feature: name,
  })
}

/** @throws EngineError `argument/invalid` for any side but right and left */
export function checkSide(side: string): asserts side is PaddingSide {
  if (side === 'right' || side === 'left') return
  throw new EngineError('argument/invalid', `padding_side must be 'right' or 'left', not '${side}'`, {
    feature: 'padding_side',
  })
}
