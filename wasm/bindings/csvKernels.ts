import type { CsvKernels, CsvState } from '../../core/kernels/csvKernels.ts'

/** Bytes looked at per call: small enough that the copy stays in the processor's cache. */
const BLOCK_BYTES = 256 * 1024
const BLOCK_OFFSETS = 64 * 1024
const WASM_PAGE_BYTES = 64 * 1024
const AT_FIELD_START: CsvState = 0

/** What `wasm/assembly/csv/module.ts` exports. Pointers and counts are bytes and numbers of the module's own memory. */
export interface CsvExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  cut(
    input: number,
    length: number,
    base: number,
    out: number,
    capacity: number,
    delimiter: number,
    state: CsvState,
    withFields: number,
    strays: number,
  ): number
  cutState(): CsvState
  cutOpenAt(): number
}

/**
 * The kernels of CSV over one instance of the compiled `csv.wasm`.
 * @throws where the module is not `csv.wasm` or no memory is to be had
 */
export async function createCsvKernels(module: WebAssembly.Module): Promise<CsvKernels> {
  const instance = await WebAssembly.instantiate(module)
  const csv = instance.exports as unknown as CsvExports
  const input = Math.ceil(csv.memoryStart() / 64) * 64
  const out = input + BLOCK_BYTES
  growTo(csv.memory, out + BLOCK_OFFSETS * Uint32Array.BYTES_PER_ELEMENT)
  const block = new Uint8Array(csv.memory.buffer, input, BLOCK_BYTES)
  const found = new Uint32Array(csv.memory.buffer, out, BLOCK_OFFSETS)

  return {
    cut(bytes, delimiter, from, ends) {
      let state = from
      let openAt = -1
      let count = 0
      let at = 0
      while (at < bytes.length && count < ends.length) {
        const length = Math.min(BLOCK_BYTES, bytes.length - at)
        const capacity = Math.min(BLOCK_OFFSETS, ends.length - count)
        block.set(bytes.subarray(at, at + length))
        const blockCount = csv.cut(input, length, at, out, capacity, delimiter, state, 0, 0)
        ends.set(found.subarray(0, blockCount), count)
        count += blockCount
        if (blockCount === capacity) {
          // A full area says nothing about the bytes behind its last offset: they come next.
          at = found[blockCount - 1]! + 1
          state = AT_FIELD_START
          continue
        }
        at += length
        state = csv.cutState()
        const opened = csv.cutOpenAt()
        if (opened >= 0) openAt = opened
      }
      const isOpen = state === 2 || state === 3
      return { count, state, openAt: isOpen ? openAt : -1 }
    },
  }
}

function growTo(memory: WebAssembly.Memory, byteLength: number): void {
  const missing = byteLength - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
}
