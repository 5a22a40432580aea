import type { CsvCut, CsvKernels, CsvState } from '../../core/kernels/csvKernels.ts'
import { type CsvExports, type CsvLayout, layOut, WINDOW_BYTES } from './csvExports.ts'
import { WasmCsvWindow } from './csvWindow.ts'

const AT_FIELD_START: CsvState = 0
const IN_QUOTES: CsvState = 2
const BEHIND_QUOTE: CsvState = 3

/**
 * The kernels of CSV over one instance of the compiled `csv.wasm`.
 * @throws where the module is not `csv.wasm` or no memory is to be had
 */
export async function createCsvKernels(module: WebAssembly.Module): Promise<CsvKernels> {
  const instance = await WebAssembly.instantiate(module)
  const csv = instance.exports as unknown as CsvExports
  const layout = layOut(csv)
  const window = new WasmCsvWindow(csv, layout)
  const cut = cutter(csv, layout)
  return {
    window,
    cut(bytes, delimiter, state, ends) {
      window.owner = null // its bytes are written over
      return cut(bytes, delimiter, state, ends)
    },
  }
}

function cutter(csv: CsvExports, { input, offsetsFound }: CsvLayout): CsvKernels['cut'] {
  const block = new Uint8Array(csv.memory.buffer, input, WINDOW_BYTES)
  const found = new Uint32Array(csv.memory.buffer, offsetsFound, WINDOW_BYTES)
  return (bytes, delimiter, from, ends): CsvCut => {
    let state = from
    let openAt = -1
    let count = 0
    let at = 0
    while (at < bytes.length && count < ends.length) {
      const length = Math.min(WINDOW_BYTES, bytes.length - at)
      const capacity = Math.min(length, ends.length - count)
      block.set(bytes.subarray(at, at + length))
      const blockCount = csv.cut(input, length, at, offsetsFound, capacity, delimiter, state, 0, 0)
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
    return { count, state, openAt: state === IN_QUOTES || state === BEHIND_QUOTE ? openAt : -1 }
  }
}
