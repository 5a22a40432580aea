import { readFileSync } from 'node:fs'
import { createPageKernels } from '../../wasm/bindings/loadPages.ts'
import type { Kernels } from '../kernels/kernels.ts'
import type { PageKernels } from '../kernels/pageKernels.ts'
import { kernelsWithCodecs } from './codecs.ts'

let module: WebAssembly.Module | null = null

/** The kernels of Parquet pages as built, in this thread, with a memory of their own. */
export function testPages(): Promise<PageKernels> {
  module ??= new WebAssembly.Module(readFileSync('build/wasm/pages.wasm'))
  return createPageKernels(module)
}

/** The scalar kernels, with decoders and page kernels that work. */
export const kernelsWithPages: Kernels = { ...kernelsWithCodecs, pages: testPages }
