import { EngineError } from '../../core/errors.ts'
import type { PageKernels } from '../../core/kernels/pageKernels.ts'
import { Arena } from './arena.ts'

const WASM_PAGE_BYTES = 64 * 1024
const GROW_BYTES = 2 * 1024 ** 2
/** Bytes behind every allocation that loops may read and write. */
const SPARE_BYTES = 64

type Loops = Omit<PageKernels, 'bytes' | 'usedBytes' | 'alloc' | 'free'>
interface PageExports extends Loops {
  memory: WebAssembly.Memory
  memoryStart(): number
}

/**
 * The page kernels over an instance of their own of the compiled `pages.wasm`; its memory goes with it.
 * @throws where the module is not `pages.wasm`
 */
export async function createPageKernels(module: WebAssembly.Module): Promise<PageKernels> {
  const instance = await WebAssembly.instantiate(module)
  const exports = instance.exports as unknown as PageExports
  const { memory } = exports
  const arena = new Arena(exports.memoryStart())
  let bytes = new Uint8Array(memory.buffer)

  function alloc(size: number): number {
    const at = arena.take(size + SPARE_BYTES)
    const missing = arena.end - memory.buffer.byteLength
    if (missing > 0) {
      // Growing takes long and makes a new buffer, so it is done in good steps, as far as there is memory.
      const ample = Math.max(missing, GROW_BYTES, memory.buffer.byteLength >> 3)
      if (grow(ample)) return at
      if (grow(missing)) return at
      arena.give(at)
      const message = `decoding needs ${size} bytes more memory than there is (${arena.usedBytes} are in use)`
      throw new EngineError('limit/exceeded', message, { feature: 'memory' })
    }
    return at
  }

  function grow(size: number): boolean {
    try {
      memory.grow(Math.ceil(size / WASM_PAGE_BYTES))
      return true
    } catch {
      return false
    }
  }

  return {
    ...(exports as Loops),
    get bytes() {
      if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer)
      return bytes
    },
    get usedBytes() {
      return arena.usedBytes
    },
    alloc,
    free: (address) => arena.give(address),
  }
}
