import { readFileSync } from 'node:fs'
import { createMinhashKernel } from '../../wasm/bindings/minhashKernel.ts'
import { lowerText, wordTables } from '../dedup/near/wordTables.ts'
import { MAX_TEXT_BYTES, type MinhashKernel } from '../kernels/minhashKernel.ts'

let loaded: MinhashKernel | null = null

/** The MinHash kernel as built, in this thread. */
export function testMinhashKernel(): MinhashKernel {
  loaded ??= createMinhashKernel(new WebAssembly.Module(readFileSync('build/wasm/minhash.wasm')), {
    ...wordTables(),
    lower: lowerText,
    maxTextBytes: MAX_TEXT_BYTES,
  })
  return loaded
}
