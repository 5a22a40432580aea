import type { RecordBatch } from 'apache-arrow'
import { withAbort } from '../abort.ts'
import { batchBytes } from '../table/batches.ts'

/** Loads what the cache does not have; not abortable, since others may be waiting for the same batches. */
export type LoadBatches = () => Promise<RecordBatch[]>

/**
 * Decoded batches by key, the least recently used given up when all together take more than a byte budget. Callers
 * that ask for the same key while it is being loaded share one load.
 */
export class BatchCache {
  private readonly budget: number
  private readonly kept = new Map<string, { batches: RecordBatch[]; bytes: number }>()
  private readonly loading = new Map<string, Promise<RecordBatch[]>>()
  private bytes = 0

  /** @param budget most bytes kept; a single larger entry is handed out but not kept */
  constructor(budget: number) {
    this.budget = budget
  }

  /** Bytes of the batches kept at the moment. */
  get keptBytes(): number {
    return this.bytes
  }

  /** The batches of `key`. An abort leaves the load running for whoever asks next. @throws what `load` throws */
  async get(key: string, load: LoadBatches, signal?: AbortSignal): Promise<RecordBatch[]> {
    const hit = this.kept.get(key)
    if (hit) {
      this.kept.delete(key)
      this.kept.set(key, hit) // most recently used goes last
      return hit.batches
    }
    let pending = this.loading.get(key)
    if (!pending) {
      pending = this.load(key, load)
      this.loading.set(key, pending)
    }
    return withAbort(pending, signal)
  }

  private async load(key: string, load: LoadBatches): Promise<RecordBatch[]> {
    try {
      const batches = await load()
      this.keep(key, batches)
      return batches
    } finally {
      this.loading.delete(key)
    }
  }

  private keep(key: string, batches: RecordBatch[]): void {
    const bytes = batches.reduce((sum, batch) => sum + batchBytes(batch), 0)
    if (bytes > this.budget) return
    this.kept.set(key, { batches, bytes })
    this.bytes += bytes
    for (const [oldKey, old] of this.kept) {
      if (this.bytes <= this.budget) break
      this.kept.delete(oldKey)
      this.bytes -= old.bytes
    }
  }
}
