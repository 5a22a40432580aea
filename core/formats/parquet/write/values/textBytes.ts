import { EngineError } from '../../../../errors.ts'

/** Texts of one leaf in a chunk: what 32-bit offsets reach. */
const MAX_TEXT_BYTES = 2 ** 31 - 1

/** @throws EngineError `limit/exceeded` for more bytes of one column than a row group has */
export function checkTextBytes(bytes: number): void {
  if (bytes <= MAX_TEXT_BYTES) return
  throw new EngineError('limit/exceeded', `texts of ${bytes} bytes in one row group, ${MAX_TEXT_BYTES} are the most`)
}
