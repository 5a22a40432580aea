import type { Progress } from '../../core/progress.ts'
import type { Platform } from '../platform/platform.ts'
import type { Pool } from '../pool/pool.ts'

/** What a job may use. Jobs are functions of their parameters and this. */
export interface JobContext {
  signal: AbortSignal
  platform: Platform
  pool: Pool
  /** Tells what is done now and how far it is; forwarded at most ten times a second. */
  report(label: string, progress: Progress | null): void
}
