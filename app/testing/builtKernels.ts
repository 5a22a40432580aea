import { readFileSync } from 'node:fs'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { chooseKernels } from '../hosts/kernels.ts'
import { memoryPlatform } from './memoryPlatform.ts'

/** All the kernels as built, chosen as the app chooses them. */
export function builtKernels(): Promise<Kernels> {
  return chooseKernels({
    ...memoryPlatform(),
    loadWasm: async (name) => new WebAssembly.Module(readFileSync(`build/wasm/${name}.wasm`)),
  })
}
