import { withAbort } from '../../core/abort.ts'
import { type OpenedDataset, openRecipe, SCAN_CACHE_BYTES, type TaskRuntime } from './openRecipe.ts'
import { openShards } from './openShards.ts'
import type { DatasetRecipe } from './tasks.ts'

/** Datasets a worker keeps open between tasks; the one not used for longest is closed first. */
const KEPT_OPEN = 8

/** What tasks use of an opened dataset. */
export type CachedDataset = Omit<OpenedDataset, 'opened'>

interface Kept {
  opening: Promise<CachedDataset>
  /** Stops the opening when nobody waits for it any more. */
  controller: AbortController
  /** Tasks using it or waiting for it; a dataset in use is never closed. */
  users: number
}

/** Opens datasets from recipes and keeps the last few, so that page reads do not open the file again and again. */
export class DatasetCache {
  readonly #runtime: TaskRuntime
  readonly #kept = new Map<string, Kept>()

  constructor(runtime: TaskRuntime) {
    this.#runtime = runtime
  }

  /** Runs `task` with the dataset of `recipe` open. */
  async *use<T>(
    recipe: DatasetRecipe,
    signal: AbortSignal | undefined,
    task: (opened: CachedDataset) => AsyncIterable<T>,
  ): AsyncGenerator<T> {
    const kept = this.#kept.get(recipe.key) ?? this.#open(recipe)
    this.#kept.delete(recipe.key)
    this.#kept.set(recipe.key, kept) // most recently used last
    kept.users++
    try {
      const opened = await withAbort(kept.opening, signal).catch((error) => {
        this.#forget(recipe.key, kept) // what could not be opened is tried anew next time
        throw error
      })
      yield* task(opened)
    } finally {
      kept.users--
      if (this.#kept.get(recipe.key) !== kept) this.#closeUnused(kept)
      for (const key of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT_OPEN))) this.release([key])
    }
  }

  /** Closes datasets, those in use as soon as their last task ends. */
  release(keys: string[]): void {
    for (const key of keys) {
      const kept = this.#kept.get(key)
      if (kept) this.#forget(key, kept)
    }
  }

  #forget(key: string, kept: Kept): void {
    if (this.#kept.get(key) !== kept) return
    this.#kept.delete(key)
    this.#closeUnused(kept)
  }

  #closeUnused(kept: Kept): void {
    if (kept.users > 0) return
    kept.controller.abort()
    kept.opening.then(
      (opened) => opened.close(),
      () => {}, // nothing was opened
    )
  }

  #open(recipe: DatasetRecipe): Kept {
    const controller = new AbortController()
    return { controller, users: 0, opening: this.#opening(recipe, controller.signal) }
  }

  async #opening(recipe: DatasetRecipe, signal: AbortSignal): Promise<CachedDataset> {
    if (!recipe.shards) return openRecipe(this.#runtime, recipe, { cacheBytes: SCAN_CACHE_BYTES, signal })
    const dataset = openShards(this.#runtime, recipe)
    return { dataset, records: null, plain: null, damage: null, close: () => dataset.close() }
  }
}
