// Memory of an encoder. The host hands input over piece by piece and takes the output of each piece before the next:
//
//   [ static tables ][ TABLES: hash tables ][ WORK: symbols of a block ][ OUTPUT of a piece ][ INPUT: window, piece ][ slack ]
//
// Tables and work have one place for all codecs; output and input are as large as the call needs. Nothing grows with the
// length of the whole input.

/** Hash tables; they hold indexes of bytes only (`window.ts`), so that no codec has to clear them for another. */
export const TABLE_BYTES: usize = 1 << 20
const WORK_BYTES: usize = 1 << 20
/** What wide loads and stores may touch behind input and output. */
export const SLACK: usize = 128

const WASM_PAGE: usize = 64 * 1024

// @ts-ignore: decorator
@inline
function aligned(at: usize): usize {
  return (at + 63) & ~63
}

// @ts-ignore: decorator
@inline
export function tables(): usize {
  return aligned(__heap_base)
}

// @ts-ignore: decorator
@inline
export function work(): usize {
  return tables() + TABLE_BYTES
}

// @ts-ignore: decorator
@inline
export function outputArea(): usize {
  return work() + WORK_BYTES
}

export let inputArea: usize = 0
export let inputAreaEnd: usize = 0

/** Makes room for `output` bytes of output and `input` bytes of input. Returns whether there is so much memory. */
export function allot(output: usize, input: usize): bool {
  inputArea = aligned(outputArea() + output + SLACK)
  inputAreaEnd = inputArea + input
  const missing = (inputAreaEnd + SLACK) as isize - ((memory.size() as usize) * WASM_PAGE) as isize
  return missing <= 0 || memory.grow((((missing as usize) + WASM_PAGE - 1) / WASM_PAGE) as i32) >= 0
}
