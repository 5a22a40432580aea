import { readFileSync } from 'node:fs'
import { createPageEncoder } from '../../wasm/bindings/loadPageEncoder.ts'
import type { PageEncoder } from '../kernels/pageEncoder.ts'

let loaded: Promise<PageEncoder> | null = null

/** The loops of writing Parquet pages as built, in this thread. */
export function testPageEncoder(): Promise<PageEncoder> {
  loaded ??= createPageEncoder(new WebAssembly.Module(readFileSync('build/wasm/pageEncoder.wasm')))
  return loaded
}
