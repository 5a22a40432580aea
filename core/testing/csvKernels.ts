import { readFileSync } from 'node:fs'
import { createCsvKernels } from '../../wasm/bindings/csvKernels.ts'
import type { CsvKernels } from '../kernels/csvKernels.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { scalarKernels } from '../kernels/scalarKernels.ts'

let loading: Promise<CsvKernels> | null = null

/** The kernels of CSV as built, in this thread. */
export function testCsvKernels(): Promise<CsvKernels> {
  loading ??= WebAssembly.compile(readFileSync('build/wasm/csv.wasm')).then(createCsvKernels)
  return loading
}

/** The scalar kernels, with those of CSV in WASM. */
export const kernelsWithCsv: Kernels = { ...scalarKernels, csv: testCsvKernels }
