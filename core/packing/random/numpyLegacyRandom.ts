import { EngineError } from '../../errors.ts'
import type { RandomWords } from './randomWords.ts'

const SIZE = 624
const SHIFT = 397

function twisted(word: number, next: number, far: number): number {
  const joined = (word & 0x80000000) | (next & 0x7fffffff)
  return far ^ (joined >>> 1) ^ (-(joined & 1) & 0x9908b0df)
}

/** NumPy's global generator after `numpy.random.seed(seed)`: the Mersenne Twister MT19937. */
export class NumpyLegacyRandom implements RandomWords {
  readonly words = new Uint32Array(SIZE)
  at = SIZE
  readonly #state = new Uint32Array(SIZE)

  /** @param seed whole number of 0 to 2^32 - 1, as NumPy takes it @throws EngineError `argument/invalid` */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new EngineError(
        'argument/invalid',
        `numpy.random.seed takes a whole number of 0 to 2^32 - 1, not ${seed}`,
        { feature: 'shuffle_seed' },
      )
    }
    let word = seed
    for (let i = 0; i < SIZE; i++) {
      this.#state[i] = word
      word = Math.imul(1812433253, word ^ (word >>> 30)) + i + 1
    }
  }

  refill(): void {
    this.#twist(0, SIZE - SHIFT, SHIFT)
    this.#twist(SIZE - SHIFT, SIZE - 1, SHIFT - SIZE)
    const state = this.#state
    state[SIZE - 1] = twisted(state[SIZE - 1] as number, state[0] as number, state[SHIFT - 1] as number)
    const { words } = this
    for (let i = 0; i < SIZE; i++) {
      let value = state[i] as number
      value ^= value >>> 11
      value ^= (value << 7) & 0x9d2c5680
      value ^= (value << 15) & 0xefc60000
      words[i] = value ^ (value >>> 18)
    }
    this.at = 0
  }

  /** New state words `[start, end)`, each made of itself, the next and the one `far` places on. */
  #twist(start: number, end: number, far: number): void {
    const state = this.#state
    for (let i = start; i < end; i++) {
      state[i] = twisted(state[i] as number, state[i + 1] as number, state[i + far] as number)
    }
  }
}
