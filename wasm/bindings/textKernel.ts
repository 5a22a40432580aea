import { EngineError } from '../../core/errors.ts'
import type { TextKernel } from '../../core/kernels/textKernel.ts'
import { powersOfTen } from './powersOfTen.ts'

const WASM_PAGE_BYTES = 64 * 1024
/** Kernels read up to sixteen bytes behind what they look at. */
const SLACK_BYTES = 16
/** What one table and its text may take; a larger one is left to the host. */
const MAX_BYTES = 512 * 1024 ** 2

/** What `wasm/assembly/textwrite` exports. */
interface TextExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  prepare(): void
  placeTens(at: number): void
  setSpelling(delimiter: number, wary: number): void
  areTexts(values: number, offsets: number, count: number): number
  getWrittenEnd(): number
  writeRows(fields: number, count: number, from: number, to: number, out: number, limit: number, asCsv: number): number
}

/**
 * The kernel over one instance of the compiled `textwrite.wasm`. Its memory is what the largest table so far took.
 * @param maxBytes most that a table and its text may take
 * @throws where the module is not `textwrite.wasm` or no memory is to be had
 */
export function createTextKernel(module: WebAssembly.Module, maxBytes: number = MAX_BYTES): TextKernel {
  const wasm = new WebAssembly.Instance(module).exports as unknown as TextExports
  wasm.prepare()
  const tens = powersOfTen()
  const tensAt = align(wasm.memoryStart())
  const start = align(tensAt + tens.byteLength)
  let next = start
  let bytes = new Uint8Array(0)
  let words = new Int32Array(0)

  function reserve(size: number): number {
    const at = next
    const end = align(at + size + SLACK_BYTES)
    if (end - start > maxBytes) throw tooLarge()
    const missing = end - wasm.memory.buffer.byteLength
    if (missing > 0) {
      try {
        wasm.memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
      } catch (cause) {
        throw tooLarge(cause)
      }
    }
    if (bytes.buffer !== wasm.memory.buffer) {
      bytes = new Uint8Array(wasm.memory.buffer)
      words = new Int32Array(wasm.memory.buffer)
    }
    next = end
    return at
  }
  reserve(0)
  bytes.set(new Uint8Array(tens.buffer), tensAt)
  wasm.placeTens(tensAt)

  return {
    clear() {
      next = start
    },
    mark: () => next,
    release(mark) {
      next = mark
    },
    reserve,
    place(source) {
      const at = reserve(source.length)
      bytes.set(source, at)
      return at
    },
    get bytes() {
      return bytes
    },
    get words() {
      return words
    },
    areTexts: (values, offsets, count) => wasm.areTexts(values, offsets, count) !== 0,
    setSpelling: (delimiter, wary) => wasm.setSpelling(delimiter, wary ? 1 : 0),
    writeRows(fields, count, from, to, out, limit, asCsv) {
      const row = wasm.writeRows(fields, count, from, to, out, limit, asCsv ? 1 : 0)
      return { row: row >>> 0, end: wasm.getWrittenEnd() >>> 0 }
    },
  }
}

function tooLarge(cause?: unknown): EngineError {
  return new EngineError('limit/exceeded', 'rows take more memory than there is to write them as text', {}, cause)
}

function align(address: number): number {
  return Math.ceil(address / 16) * 16
}
