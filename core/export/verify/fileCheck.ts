import type { Schema } from 'apache-arrow'
import type { ByteSource } from '../../io/byteSource.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { ExportOptions } from '../exportOptions.ts'

/** What a file must be. */
export interface FileCheck {
  schema: Schema
  rows: number
  options: ExportOptions
  kernels: Kernels
  signal: AbortSignal | undefined
}

/** Looks at a whole plain file by its own index. @returns what is wrong, in words; null: nothing */
export type CheckIndexed = (source: ByteSource, check: FileCheck) => Promise<string | null>

export function rowsWrong(found: number, expected: number): string | null {
  return found === expected ? null : `it has ${found} rows, ${expected} were written`
}
