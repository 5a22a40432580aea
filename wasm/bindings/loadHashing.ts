import type { RowHasher } from '../../core/kernels/rowHasher.ts'

/** Keys hashed per call: small enough that the copy stays in the processor's cache. */
const WINDOW_BYTES = 256 * 1024
const WINDOW_ROWS = 8 * 1024
const BLOCK = 64
const DIGEST_BYTES = 32
const WASM_PAGE_BYTES = 64 * 1024

/** What `wasm/assembly/hashing` exports. Pointers and counts are bytes and numbers of the module's own memory. */
interface HashingExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  hashRows(bytes: number, offsets: number, rows: number, out: number): void
  beginLong(): void
  addBlocks(at: number, blocks: number): void
  endLong(at: number, rest: number, length: number, out: number): void
}

/**
 * SHA-256 of four rows at a time over one instance of the compiled `hashing.wasm`. Its memory is a fixed working area
 * (half a mebibyte), whatever is passed in: keys are copied into it window by window, a key longer than a window piece
 * by piece.
 * @throws where the module is not `hashing.wasm` or no memory is to be had
 */
export async function createWasmRowHasher(module: WebAssembly.Module): Promise<RowHasher> {
  const instance = await WebAssembly.instantiate(module)
  const kernel = instance.exports as unknown as HashingExports
  const input = Math.ceil(kernel.memoryStart() / BLOCK) * BLOCK
  const offsetsAt = input + WINDOW_BYTES
  const out = offsetsAt + (WINDOW_ROWS + 1) * Uint32Array.BYTES_PER_ELEMENT
  const memoryEnd = out + WINDOW_ROWS * DIGEST_BYTES
  const missing = memoryEnd - kernel.memory.buffer.byteLength
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
  const window = new Uint8Array(kernel.memory.buffer, input, WINDOW_BYTES)
  const windowOffsets = new Uint32Array(kernel.memory.buffer, offsetsAt, WINDOW_ROWS + 1)
  const digests = new Uint8Array(kernel.memory.buffer, out, WINDOW_ROWS * DIGEST_BYTES)

  function hashLong(bytes: Uint8Array, digest: Uint8Array): void {
    kernel.beginLong()
    let at = 0
    for (; bytes.length - at >= BLOCK; ) {
      const length = Math.min(WINDOW_BYTES, Math.floor((bytes.length - at) / BLOCK) * BLOCK)
      window.set(bytes.subarray(at, at + length))
      kernel.addBlocks(input, length / BLOCK)
      at += length
    }
    window.set(bytes.subarray(at))
    kernel.endLong(input, bytes.length - at, bytes.length, out)
    digest.set(digests.subarray(0, DIGEST_BYTES))
  }

  return {
    hashRows({ bytes, offsets }, result) {
      const rows = offsets.length - 1
      for (let row = 0; row < rows; ) {
        const start = offsets[row] as number
        let end = row
        while (end < rows && end - row < WINDOW_ROWS && (offsets[end + 1] as number) - start <= WINDOW_BYTES) end++
        if (end === row) {
          hashLong(bytes.subarray(start, offsets[row + 1]), result.subarray(row * DIGEST_BYTES))
          row++
          continue
        }
        window.set(bytes.subarray(start, offsets[end]))
        for (let i = row; i <= end; i++) windowOffsets[i - row] = (offsets[i] as number) - start
        kernel.hashRows(input, offsetsAt, end - row, out)
        result.set(digests.subarray(0, (end - row) * DIGEST_BYTES), row * DIGEST_BYTES)
        row = end
      }
    },
  }
}
