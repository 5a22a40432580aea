/** A generator that makes 32-bit words many at a time: one at a time costs more than the words themselves. */
export interface RandomWords {
  /** Words in the order the generator hands them out; `words[at]` is next. */
  readonly words: Uint32Array
  at: number
  /** Replaces all words by the next ones and sets `at` to 0. */
  refill(): void
}

/** 0, 1, …, count - 1. */
export function ascending(count: number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  return order
}

/**
 * NumPy's shuffle of an array, of its new generators and of its global one: from the end down, each place is swapped
 * with a random one not above it; words above it are thrown away.
 */
export function shuffle(values: Uint32Array, random: RandomWords): void {
  const { words } = random
  let next = random.at
  for (let i = values.length - 1; i > 0; i--) {
    const mask = 0xffffffff >>> Math.clz32(i)
    let at: number
    do {
      if (next === words.length) {
        random.refill()
        next = 0
      }
      at = ((words[next++] as number) & mask) >>> 0
    } while (at > i)
    const value = values[i] as number
    values[i] = values[at] as number
    values[at] = value
  }
  random.at = next
}
