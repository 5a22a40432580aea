import { readFileSync } from 'node:fs'
import { createTextKernel } from '../../wasm/bindings/textKernel.ts'
import type { TextKernel } from '../kernels/textKernel.ts'

let loaded: TextKernel | null = null

/** The kernel that writes text as built, in this thread. */
export function testTextKernel(): TextKernel {
  loaded ??= createTextKernel(new WebAssembly.Module(readFileSync('build/wasm/textwrite.wasm')))
  return loaded
}
