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

/** Swaps drawn before they are made. */
const DRAWN = 4096
const drawn = new Uint32Array(DRAWN + 1)

/**
 * NumPy's shuffle of an array, of its new generators and of its global one: from the end down, each place is swapped
 * with a random one not above it; words above it are thrown away. Drawn apart from the swaps, without a branch for the
 * words thrown away: neither waits for the other then.
 * @param values at most 2^31 - 1 of them
 */
export function shuffle(values: Uint32Array | Uint16Array, random: RandomWords): void {
  for (let place = values.length - 1; place > 0; ) {
    const last = Math.max(0, place - DRAWN)
    draw(place, last, random)
    if (values instanceof Uint16Array) swapNarrow(values, place, last)
    else swapWide(values, place, last)
    place = last
  }
}

// One loop for both kinds of array would be a quarter slower at each.

function swapWide(values: Uint32Array, place: number, last: number): void {
  for (let i = place; i > last; i--) {
    const at = drawn[place - i] as number
    const value = values[i] as number
    values[i] = values[at] as number
    values[at] = value
  }
}

function swapNarrow(values: Uint16Array, place: number, last: number): void {
  for (let i = place; i > last; i--) {
    const at = drawn[place - i] as number
    const value = values[i] as number
    values[i] = values[at] as number
    values[at] = value
  }
}

/** Fills `drawn` with the places to swap with, for the places from `place` down to above `last`. */
function draw(place: number, last: number, random: RandomWords): void {
  const { words } = random
  let at = random.at
  for (let i = place; i > last; ) {
    const mask = 0xffffffff >>> Math.clz32(i)
    const end = Math.max(last, mask >>> 1) // below, fewer bits are enough
    while (i > end) {
      if (at === words.length) {
        random.refill()
        at = 0
      }
      const value = ((words[at++] as number) & mask) >>> 0
      drawn[place - i] = value
      i -= (value - i - 1) >>> 31 // one less unless the value is above
    }
  }
  random.at = at
}
