import { EngineError } from '../errors.ts'

export interface ConcatenatedRows {
  input_ids: number[][]
  labels: number[][]
  attention_mask: number[][]
}

/**
 * fast-axolotl's `concatenate_and_pack` with its quirks (axolotl-semantics §1.6), for code that relies on them; packing
 * here goes by the `concat` strategy. The quirks, held by goldens: the shortest of the three lists decides how many rows
 * there are; only ids are measured, and ids, labels and mask are cut or filled to `maxLength` each by itself, so ragged
 * rows come out misaligned; a row that is too long is cut without a word, behind a row of padding where nothing else was
 * waiting; with `maxLength` 0 there are two empty rows per sequence.
 * @throws EngineError `argument/invalid` for a `maxLength` that is not a whole number of 0 or more
 */
export function concatenateAndPack(
  inputIds: readonly (readonly number[])[],
  labels: readonly (readonly number[])[],
  attentionMasks: readonly (readonly number[])[],
  maxLength: number,
  padTokenId: number,
  labelPadId = -100,
): ConcatenatedRows {
  if (!(Number.isSafeInteger(maxLength) && maxLength >= 0)) {
    throw new EngineError('argument/invalid', `max_length must be a whole number of 0 or more, not ${maxLength}`, {
      feature: 'max_length',
    })
  }
  const out: ConcatenatedRows = { input_ids: [], labels: [], attention_mask: [] }
  let buffers: [number[], number[], number[]] = [[], [], []]
  const emit = () => {
    out.input_ids.push(resized(buffers[0], maxLength, padTokenId))
    out.labels.push(resized(buffers[1], maxLength, labelPadId))
    out.attention_mask.push(resized(buffers[2], maxLength, 0))
    buffers = [[], [], []]
  }
  const numRows = Math.min(inputIds.length, labels.length, attentionMasks.length)
  for (let row = 0; row < numRows; row++) {
    const ids = inputIds[row] as readonly number[]
    if (buffers[0].length === maxLength) emit()
    if (buffers[0].length + ids.length > maxLength) emit()
    append(buffers[0], ids)
    append(buffers[1], labels[row] as readonly number[])
    append(buffers[2], attentionMasks[row] as readonly number[])
  }
  if (buffers[0].length > 0) emit()
  return out
}

/** One by one: rows may be longer than a call can have arguments. */
function append(buffer: number[], items: readonly number[]): void {
  for (const item of items) buffer.push(item)
}

function resized(buffer: number[], length: number, filler: number): number[] {
  const row = buffer.slice(0, length)
  while (row.length < length) row.push(filler)
  return row
}
