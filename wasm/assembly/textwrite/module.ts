// What textwrite.wasm exports: rows of Arrow columns as JSON Lines and CSV. The host lays out nodes and buffers in memory
// (layout.ts) from `memoryStart` on, with sixteen readable bytes behind each buffer.
import { isMixedUtf8 } from '../simd/utf8'
import { setSpelling } from './csvCells'
import { prepareDigits } from './integers'
import { prepareEscapes } from './jsonText'
import { getWrittenEnd, writeRows } from './rows'
import { placeTens } from './shortest'

export { getWrittenEnd, placeTens, setSpelling, writeRows }

/** Fills the tables; once, before anything else. */
export function prepare(): void {
  prepareDigits()
  prepareEscapes()
}

/**
 * Whether each of `count` texts is well-formed UTF-8: all of their bytes together are, and none begins inside a character.
 * Offsets that do not ascend are no texts.
 * @param offsets i32, one more than there are texts
 */
export function areTexts(values: usize, offsets: usize, count: u32): bool {
  const start = load<i32>(offsets)
  const end = load<i32>(offsets + (count << 2))
  let before = start
  for (let i: u32 = 0; i < count; i++) {
    const at = load<i32>(offsets + (i << 2))
    if (at < before || at > end || (at < end && (load<u8>(values + at) & 0xc0) == 0x80)) return false
    before = at
  }
  return isMixedUtf8(values + start, (end - start) as u32)
}

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
