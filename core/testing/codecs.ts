import { readFileSync } from 'node:fs'
import { createCodecs } from '../../wasm/bindings/loadCodecs.ts'
import type { Codecs } from '../compression/codecs.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { scalarKernels } from '../kernels/scalarKernels.ts'

let loaded: Codecs | null = null

/** The decoders as built, in this thread. */
export function testCodecs(): Codecs {
  loaded ??= createCodecs(new WebAssembly.Module(readFileSync('build/wasm/codecs.wasm')))
  return loaded
}

/** The scalar kernels, with decoders that work. */
export const kernelsWithCodecs: Kernels = { ...scalarKernels, codecs: async () => testCodecs() }
