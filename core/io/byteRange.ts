import { EngineError } from '../errors.ts'

/** @throws EngineError `argument/invalid` unless `0 <= byteStart <= byteEnd`, both whole numbers. */
export function checkByteRange(byteStart: number, byteEnd: number): void {
  if (Number.isSafeInteger(byteStart) && Number.isSafeInteger(byteEnd) && byteStart >= 0 && byteStart <= byteEnd) return
  throw new EngineError('argument/invalid', `not a byte range: [${byteStart}, ${byteEnd})`)
}
