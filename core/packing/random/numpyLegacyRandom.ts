import { EngineError } from '../../errors.ts'
import type { RandomWords } from './randomWords.ts'

const SIZE = 624
const SHIFT = 397

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
    const state = this.#state
    for (let i = 0; i < SIZE; i++) {
      const next = i + 1 < SIZE ? i + 1 : 0
      const far = i + SHIFT < SIZE ? i + SHIFT : i + SHIFT - SIZE
      const joined = ((state[i] as number) & 0x80000000) | ((state[next] as number) & 0x7fffffff)
      state[i] = (state[far] as number) ^ (joined >>> 1) ^ (-(joined & 1) & 0x9908b0df)
    }
    for (let i = 0; i < SIZE; i++) {
      let value = state[i] as number
      value ^= value >>> 11
      value ^= (value << 7) & 0x9d2c5680
      value ^= (value << 15) & 0xefc60000
      this.words[i] = value ^ (value >>> 18)
    }
    this.at = 0
  }
}
