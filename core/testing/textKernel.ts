import { readFileSync } from 'node:fs'
import { createTextKernel } from '../../wasm/bindings/textKernel.ts'
import type { TextKernel } from '../kernels/textKernel.ts'

let loaded: TextKernel | null = null

const compiled = () => new WebAssembly.Module(readFileSync('build/wasm/textwrite.wasm'))

/** The kernel that writes text as built, in this thread. */
export function testTextKernel(): TextKernel {
  loaded ??= createTextKernel(compiled())
  return loaded
}

/** Another one, whose memory is soon too small. */
export function smallTextKernel(maxBytes: number): TextKernel {
  return createTextKernel(compiled(), maxBytes)
}
