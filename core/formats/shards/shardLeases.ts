/** What can be held open only so many at a time. */
export interface Closable {
  close(): Promise<void>
}

interface Held<T> {
  opening: Promise<T>
  users: number
}

/**
 * Keeps the things used last open, and closes those nobody uses when there are more than `most`. A thing in use is
 * never closed; callers that want the same one share one opening.
 */
export class ShardLeases<T extends Closable> {
  readonly #most: number
  readonly #held = new Map<number, Held<T>>() // in order of last use
  readonly #open: (index: number) => Promise<T>
  #closed = false

  constructor(most: number, open: (index: number) => Promise<T>) {
    this.#most = most
    this.#open = open
  }

  /** Those that are open or being opened. */
  get size(): number {
    return this.#held.size
  }

  /** Runs `use` with one of them open. What could not be opened is tried anew next time. */
  async *using<R>(index: number, use: (value: T) => AsyncIterable<R>): AsyncGenerator<R, void, void> {
    const held = this.#take(index)
    try {
      yield* use(await held.opening)
    } finally {
      this.#giveBack(index, held)
    }
  }

  /** The same for one answer. */
  async with<R>(index: number, use: (value: T) => Promise<R>): Promise<R> {
    const held = this.#take(index)
    try {
      return await use(await held.opening)
    } finally {
      this.#giveBack(index, held)
    }
  }

  /** Calls `visit` for each that is open. */
  each(visit: (value: T, index: number) => void): void {
    for (const [index, held] of this.#held) held.opening.then((value) => visit(value, index)).catch(() => {})
  }

  /** Closes all of them, those in use as soon as they are given back. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#closeUnused(0)
  }

  #take(index: number): Held<T> {
    let held = this.#held.get(index)
    if (!held) {
      held = { users: 0, opening: this.#open(index) }
      held.opening.catch(() => {}) // whoever uses it is told
    }
    this.#held.delete(index)
    this.#held.set(index, held) // most recently used last
    held.users++
    return held
  }

  #giveBack(index: number, held: Held<T>): void {
    held.users--
    void held.opening.catch(() => {
      if (this.#held.get(index) === held) this.#held.delete(index)
    })
    void this.#closeUnused(this.#closed ? 0 : this.#most)
  }

  async #closeUnused(most: number): Promise<void> {
    const closing: Promise<void>[] = []
    for (const [index, held] of this.#held) {
      if (this.#held.size <= most) break
      if (held.users > 0) continue
      this.#held.delete(index)
      closing.push(
        held.opening.then(
          (value) => value.close(),
          () => {}, // it was never opened
        ),
      )
    }
    await Promise.all(closing)
  }
}
