// Finite state entropy, RFC 8878 4.1: distributions and the decoding tables made of them.
import { highestBit } from './reverseBits'

/** Probabilities of a distribution, i16 each; -1 stands for "less than one". */
export const PROBABILITIES: usize = memory.data(256 * 2, 16)
/** What readDistribution found. */
export let accuracyLog: u32 = 0
export let symbolCount: u32 = 0

/** The next state number of each symbol; the symbol of each state. */
const NEXT: usize = memory.data(256 * 2)
const SYMBOLS: usize = memory.data(512)

/**
 * Reads a distribution of at most `maxSymbols` symbols from `[start, end)`.
 * @returns where it ends; 0 where it is none
 */
export function readDistribution(start: usize, end: usize, maxSymbols: u32, maxLog: u32): usize {
  if (start >= end) return 0
  const bits = ((end - start) as u32) << 3
  accuracyLog = (load<u8>(start) & 15) + 5
  if (accuracyLog > maxLog) return 0
  let at: u32 = 4
  let remaining: i32 = 1 << accuracyLog
  let symbol: u32 = 0
  while (remaining > 0) {
    if (symbol >= maxSymbols || at >= bits) return 0
    // A value up to remaining + 1; the small ones take a bit less.
    const most: u32 = remaining + 1
    const width = highestBit(most) + 1
    let value = (load<u32>(start + (at >>> 3)) >>> (at & 7)) & ((1 << width) - 1)
    const lower: u32 = (1 << (width - 1)) - 1
    const threshold: u32 = (1 << width) - 1 - most
    at += width
    if ((value & lower) < threshold) {
      value &= lower
      at--
    } else if (value > lower) value -= threshold
    const probability = (value as i32) - 1
    remaining -= probability < 0 ? 1 : probability
    store<i16>(PROBABILITIES + (symbol++ << 1), probability as i16)
    if (probability != 0) continue
    let more: u32
    do {
      if (at >= bits) return 0
      more = (load<u16>(start + (at >>> 3)) >>> (at & 7)) & 3
      at += 2
      if (symbol + more > maxSymbols) return 0
      for (let i: u32 = 0; i < more; i++) store<i16>(PROBABILITIES + (symbol++ << 1), 0)
    } while (more == 3)
  }
  if (remaining < 0 || at > bits) return 0
  symbolCount = symbol
  return start + ((at + 7) >>> 3)
}

/**
 * Spreads the symbols of PROBABILITIES over the states, and numbers each symbol's states. Afterwards `symbolOf`,
 * then `takeState` of every state in order, give the table.
 */
export function spreadSymbols(count: u32, log: u32): void {
  const size: u32 = 1 << log
  let high = size - 1
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const probability: i32 = load<i16>(PROBABILITIES + (symbol << 1))
    if (probability < 0) {
      store<u8>(SYMBOLS + high--, symbol as u8)
      store<u16>(NEXT + (symbol << 1), 1)
    } else store<u16>(NEXT + (symbol << 1), probability as u16)
  }
  const step = (size >>> 1) + (size >>> 3) + 3
  const mask = size - 1
  let at: u32 = 0
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const probability: i32 = load<i16>(PROBABILITIES + (symbol << 1))
    for (let i = 0; i < probability; i++) {
      store<u8>(SYMBOLS + at, symbol as u8)
      do at = (at + step) & mask
      while (at > high)
    }
  }
}

// @ts-ignore: decorator
@inline
export function symbolOf(state: u32): u32 {
  return load<u8>(SYMBOLS + state)
}

/** The number of the symbol's next state, which is counted up. */
// @ts-ignore: decorator
@inline
export function takeState(symbol: u32): u32 {
  const slot = NEXT + (symbol << 1)
  const next: u32 = load<u16>(slot)
  store<u16>(slot, (next + 1) as u16)
  return next
}
