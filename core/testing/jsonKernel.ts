import { readFileSync } from 'node:fs'
import { createJsonKernel } from '../../wasm/bindings/jsonKernel.ts'
import type { JsonKernel } from '../kernels/jsonKernel.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { scalarKernels } from '../kernels/scalarKernels.ts'

let loaded: JsonKernel | null = null

/** The JSON kernel as built, in this thread. */
export function testJsonKernel(): JsonKernel {
  loaded ??= createJsonKernel(new WebAssembly.Module(readFileSync('build/wasm/json.wasm')))
  return loaded
}

/** The scalar kernels, with one for JSON that works. */
export const kernelsWithJson: Kernels = { ...scalarKernels, json: async () => testJsonKernel() }
