import type { CellValue } from '../../app/protocol/datasets.ts'
import type { EngineApi } from '../../app/protocol/engine.ts'

/** Bytes of one cell asked for at a time; replies stay under 1 MB. */
export const CELL_CHUNK_BYTES = 512 << 10
/** Longest text put on the clipboard or pieced together here, UTF-16 units. */
export const MAX_WHOLE_CHARS = 64 << 20

export interface CellAddress {
  datasetId: string
  row: number
  column: string
}

/** A cell's text as far as it goes, up to `MAX_WHOLE_CHARS`. */
export interface WholeCell {
  text: string
  isNull: boolean
  kind: CellValue['kind']
  /** False when the value is longer than what may be held. */
  complete: boolean
}

/**
 * Reads a cell to its end, piece by piece, beginning with `text` where a beginning is known.
 * @throws EngineError as `readCell` does; AbortError
 */
export async function readWholeCell(
  engine: Pick<EngineApi, 'readCell'>,
  address: CellAddress,
  options: { beginning?: string; signal?: AbortSignal; maxChars?: number } = {},
): Promise<WholeCell> {
  const { signal, maxChars = MAX_WHOLE_CHARS } = options
  const pieces = [options.beginning ?? '']
  let length = pieces[0]!.length
  let start = utf8Bytes(pieces[0]!)
  for (;;) {
    const piece = await engine.readCell({ ...address, start, maxBytes: CELL_CHUNK_BYTES }, signal)
    signal?.throwIfAborted()
    pieces.push(piece.text)
    length += piece.text.length
    start += utf8Bytes(piece.text)
    // An answer without progress must not be asked for ever.
    const stuck = piece.truncated && piece.text === ''
    if (!piece.truncated || stuck || length >= maxChars) {
      return { text: pieces.join(''), isNull: piece.isNull, kind: piece.kind, complete: !piece.truncated }
    }
  }
}

/** Bytes of a text in UTF-8: where the part behind it begins. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
