import { OPEN_BRACE, skipSpace } from './bytes'
import { truncateFields } from './columns'
import { NODE_LENGTH } from './layout'
import { hasHighBytes, isMixedUtf8, isUtf8 } from '../simd/utf8'
import { readMembers, startRecord } from './values'

/**
 * Reads records into the columns of `root` until one does not fit, which is taken back. Record i is
 * `[input + starts[i] - base, input + ends[i] - base)`; the byte behind it may be written while it is read.
 * Returns how many were read.
 */
export function readRecords(root: usize, input: usize, base: u32, starts: usize, ends: usize, count: u32): u32 {
  if (count == 0) return 0
  const first = input + load<u32>(starts) - base
  const last = input + load<u32>(ends + ((count - 1) << 2)) - base
  // A record begins and ends with a brace, so that it is well-formed where all of them together are.
  const mayBeMalformed = hasHighBytes(first, last) && !isMixedUtf8(first, (last - first) as u32)
  for (let i: u32 = 0; i < count; i++) {
    const start = input + load<u32>(starts + (i << 2)) - base
    const end = input + load<u32>(ends + (i << 2)) - base
    if (mayBeMalformed && !isUtf8(start, (end - start) as u32)) return i
    // A NUL can stand nowhere in JSON, so that nothing reads beyond it.
    const behind = load<u8>(end)
    store<u8>(end, 0)
    startRecord(end)
    let at = skipSpace(start)
    at = load<u8>(at) == OPEN_BRACE ? readMembers(root, at) : 0
    const fits = at != 0 && skipSpace(at) == end
    store<u8>(end, behind)
    const length = load<u32>(root, NODE_LENGTH)
    if (!fits) {
      truncateFields(root, length)
      return i
    }
    store<u32>(root, length + 1, NODE_LENGTH)
  }
  return count
}
