export interface WantedLimits {
  /** Answers kept, those last used; what is wanted is never let go. */
  held: number
  /** Questions under way at once. */
  atOnce: number
}

/**
 * Answers by number, as far as they are wanted now: what is wanted no longer is abandoned, and its late answer dropped.
 * One that failed is not asked for again before `retry`.
 */
export class Wanted<V> {
  readonly #read: (key: number, signal: AbortSignal) => Promise<V>
  readonly #onChange: () => void
  readonly #limits: WantedLimits
  /** In order of last use, oldest first. */
  readonly #answers = new Map<number, V>()
  readonly #pending = new Map<number, AbortController>()
  readonly #errors = new Map<number, unknown>()
  #wanted: readonly number[] = []

  constructor(read: (key: number, signal: AbortSignal) => Promise<V>, onChange: () => void, limits: WantedLimits) {
    this.#read = read
    this.#onChange = onChange
    this.#limits = limits
  }

  /** @param keys what is wanted now, the most urgent first */
  want(keys: readonly number[]): void {
    this.#wanted = keys
    for (const [key, controller] of this.#pending) {
      if (keys.includes(key)) continue
      this.#pending.delete(key)
      controller.abort()
    }
    for (const key of keys) {
      if (!this.#answers.has(key)) continue
      const answer = this.#answers.get(key) as V
      this.#answers.delete(key)
      this.#answers.set(key, answer)
    }
    this.#ask()
  }

  get(key: number): V | null {
    return this.#answers.get(key) ?? null
  }

  /** Why there is no answer; undefined while there is one or may be. */
  errorOf(key: number): unknown {
    return this.#errors.get(key)
  }

  retry(): void {
    this.#errors.clear()
    this.#ask()
  }

  /** Abandons and forgets everything. */
  dispose(): void {
    for (const controller of this.#pending.values()) controller.abort()
    this.#pending.clear()
    this.#answers.clear()
    this.#errors.clear()
    this.#wanted = []
  }

  #ask(): void {
    for (const key of this.#wanted) {
      if (this.#pending.size >= this.#limits.atOnce) return
      if (!this.#answers.has(key) && !this.#pending.has(key) && !this.#errors.has(key)) void this.#load(key)
    }
  }

  async #load(key: number): Promise<void> {
    const controller = new AbortController()
    this.#pending.set(key, controller)
    try {
      const answer = await this.#read(key, controller.signal)
      if (this.#pending.get(key) !== controller) return // a late answer to an old question
      this.#answers.set(key, answer)
      this.#evict()
    } catch (error) {
      if (this.#pending.get(key) !== controller) return
      this.#errors.set(key, error)
    }
    this.#pending.delete(key)
    this.#onChange()
    this.#ask()
  }

  #evict(): void {
    for (const key of this.#answers.keys()) {
      if (this.#answers.size <= this.#limits.held) return
      if (!this.#wanted.includes(key)) this.#answers.delete(key)
    }
  }
}
