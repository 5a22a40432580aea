import type { Kernels } from '../../core/kernels/kernels.ts'
import type { Progress } from '../../core/progress.ts'
import type { Platform } from '../platform/platform.ts'
import type { Pool } from '../pool/pool.ts'

/** What an engine works with. */
export interface Runtime {
  /** Compiling WASM takes a moment that opening a file need not wait for. */
  kernels: Promise<Kernels>
  platform: Platform
  pool: Pool
}

/** Runs what may take long while a file is opened, so that it can be told of and canceled. */
export type LongWork = <T>(
  work: (signal: AbortSignal | undefined, onProgress?: (progress: Progress) => void) => Promise<T>,
) => Promise<T>
