import type { ByteKernels } from '../../core/kernels/kernels.ts'

/** Bytes looked at per call: small enough that the copy stays in the processor's cache. */
const BLOCK_BYTES = 256 * 1024
/** Offsets one call can report; a block with more of them is gone through in several calls. */
const BLOCK_OFFSETS = 64 * 1024
const WASM_PAGE_BYTES = 64 * 1024

/** What `wasm/assembly/kernels.ts` exports. Pointers and counts are bytes and numbers of the module's own memory. */
interface KernelExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  findNewlines(input: number, length: number, base: number, out: number, capacity: number): number
}

/** `(module (func (result v128) (i32.const 0) (i8x16.splat)))`: valid only where SIMD is. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
])

/** Whether this environment runs the kernels; elsewhere `scalarKernels` do the same, slower. */
export function simdSupported(): boolean {
  return WebAssembly.validate(SIMD_PROBE)
}

/**
 * The kernels over one instance of the compiled `kernels.wasm`. Its memory is a fixed working area (half a mebibyte),
 * whatever is passed in: input is copied into it block by block.
 * @throws where the module is not `kernels.wasm` or no memory is to be had
 */
export async function createWasmKernels(module: WebAssembly.Module): Promise<ByteKernels> {
  const instance = await WebAssembly.instantiate(module)
  const kernels = instance.exports as unknown as KernelExports
  const input = Math.ceil(kernels.memoryStart() / 64) * 64
  const out = input + BLOCK_BYTES
  const memoryEnd = out + BLOCK_OFFSETS * Uint32Array.BYTES_PER_ELEMENT
  const missing = memoryEnd - kernels.memory.buffer.byteLength
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
  const block = new Uint8Array(kernels.memory.buffer, input, BLOCK_BYTES)
  const found = new Uint32Array(kernels.memory.buffer, out, BLOCK_OFFSETS)

  /** Calls `search` block by block; it returns how many offsets it left in `found`. */
  function searchBlocks(
    bytes: Uint8Array,
    offsets: Uint32Array,
    search: (length: number, base: number, capacity: number) => number,
  ): number {
    let count = 0
    let at = 0
    while (at < bytes.length && count < offsets.length) {
      const length = Math.min(BLOCK_BYTES, bytes.length - at)
      const capacity = Math.min(BLOCK_OFFSETS, offsets.length - count)
      block.set(bytes.subarray(at, at + length))
      const blockCount = search(length, at, capacity)
      offsets.set(found.subarray(0, blockCount), count)
      count += blockCount
      // A full area says nothing about the bytes behind its last offset: they come next.
      at = blockCount === capacity ? found[blockCount - 1]! + 1 : at + length
    }
    return count
  }

  return {
    name: 'wasm',

    findNewlines(bytes, offsets) {
      return searchBlocks(bytes, offsets, (length, base, capacity) =>
        kernels.findNewlines(input, length, base, out, capacity),
      )
    },
  }
}
