import type { Kernels } from '../../core/kernels/kernels.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createWasmKernels, simdSupported } from '../../wasm/bindings/loadKernels.ts'
import type { Platform } from '../platform/platform.ts'

/** The WASM SIMD kernels where they run, the scalar ones elsewhere. Never rejects. */
export async function chooseKernels(platform: Platform): Promise<Kernels> {
  if (!simdSupported()) return scalarKernels
  try {
    return await createWasmKernels(await platform.loadWasm('kernels'))
  } catch {
    return scalarKernels // the same results, slower: a page that may not compile WASM still works
  }
}
