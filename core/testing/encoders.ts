import { readFileSync } from 'node:fs'
import { createEncoders } from '../../wasm/bindings/loadEncoders.ts'
import type { Encoders } from '../compression/encoders.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { kernelsWithCodecs } from './codecs.ts'

let module: WebAssembly.Module | null = null
let loaded: Encoders | null = null

/** An instance of its own of the compressors as built. */
export function newEncoders(): Encoders {
  module ??= new WebAssembly.Module(readFileSync('build/wasm/encoders.wasm'))
  return createEncoders(module)
}

/** The compressors as built, in this thread. */
export function testEncoders(): Encoders {
  loaded ??= newEncoders()
  return loaded
}

/** The scalar kernels, with decoders and compressors that work. */
export const kernelsWithEncoders: Kernels = { ...kernelsWithCodecs, encoders: async () => testEncoders() }
