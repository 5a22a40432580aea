import type { Dataset } from '../../core/dataset/dataset.ts'
import { openDataset } from '../../core/formats/openDataset.ts'
import type { ParquetModule } from '../../core/formats/parquet/parquetModule.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { schemaFromIpc } from '../../core/table/ipc.ts'
import type { OpenedSource, Platform } from '../platform/platform.ts'
import type { DatasetRecipe } from './tasks.ts'

/** Datasets a worker keeps open between tasks; the one not used for longest is closed first. */
const KEPT_OPEN = 8

export interface TaskRuntime {
  platform: Platform
  kernels: Promise<Kernels>
  parquet: () => Promise<ParquetModule>
}

interface Kept {
  opened: OpenedSource
  dataset: Dataset
  /** Tasks using it now; a dataset in use is never closed. */
  users: number
  released: boolean
}

/** Opens datasets from recipes and keeps the last few, so that page reads do not open the file again and again. */
export class DatasetCache {
  readonly #runtime: TaskRuntime
  readonly #kept = new Map<string, Promise<Kept>>()

  constructor(runtime: TaskRuntime) {
    this.#runtime = runtime
  }

  /** Runs `task` with the dataset of `recipe` open. */
  async *use<T>(recipe: DatasetRecipe, task: (dataset: Dataset) => AsyncIterable<T>): AsyncGenerator<T> {
    const opening = this.#kept.get(recipe.key) ?? this.#open(recipe)
    this.#kept.delete(recipe.key)
    this.#kept.set(recipe.key, opening) // most recently used last
    const kept = await opening.catch((error) => {
      this.#kept.delete(recipe.key)
      throw error
    })
    kept.users++
    try {
      yield* task(kept.dataset)
    } finally {
      kept.users--
      if (kept.released && kept.users === 0) await kept.opened.close()
      await this.#trim()
    }
  }

  async release(keys: string[]): Promise<void> {
    for (const key of keys) {
      const opening = this.#kept.get(key)
      this.#kept.delete(key)
      const kept = await opening?.catch(() => null)
      if (!kept || kept.released) continue
      kept.released = true
      if (kept.users === 0) await kept.opened.close()
    }
  }

  async #open(recipe: DatasetRecipe): Promise<Kept> {
    const { platform, kernels, parquet } = this.#runtime
    const opened = await platform.openSource(recipe.source)
    try {
      const dataset = await openDataset(opened.source, recipe, {
        kernels: await kernels,
        parquet,
        schema: recipe.schema ? schemaFromIpc(recipe.schema) : undefined,
      })
      return { opened, dataset, users: 0, released: false }
    } catch (error) {
      await opened.close()
      throw error
    }
  }

  async #trim(): Promise<void> {
    const surplus = [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT_OPEN))
    await this.release(surplus)
  }
}
