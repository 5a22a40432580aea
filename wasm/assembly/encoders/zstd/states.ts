// Coding tables of finite state entropy. A coder's state is a number from `1 << log` on; to code a symbol, so many of its low
// bits are put out that what is left names one of the symbol's states.
//
//   [ states: u16 × 512 ][ by symbol: what gives the number of bits (u32), where its states are (i32) ]
import { PROBABILITIES, spreadSymbols, symbolOf } from '../../codecs/zstd/fse'
import { highestBit } from '../../codecs/zstd/reverseBits'

const SYMBOLS_AT: usize = 512 * 2
export const CODING_BYTES: i32 = 512 * 2 + 64 * 8

/** Where each symbol's states go on; one more than there are symbols. */
const NEXT: usize = memory.data(64 * 2)

/** Makes the table of the shares in PROBABILITIES; a share of -1 is one state at the end. */
export function makeCoding(table: usize, symbols: u32, log: u32): void {
  spreadSymbols(symbols, log)
  let total: u32 = 0
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const probability: i32 = load<i16>(PROBABILITIES + (symbol << 1))
    const share: u32 = probability < 0 ? 1 : probability
    store<u16>(NEXT + (symbol << 1), total as u16)
    if (share == 0) continue
    const entry = table + SYMBOLS_AT + (symbol << 3)
    // States below share << most put out a bit less.
    const most = share == 1 ? log : log - highestBit(share - 1)
    store<u32>(entry, (most << 16) - (share << most))
    store<i32>(entry, (total as i32) - (share as i32), 4)
    total += share
  }
  const size: u32 = 1 << log
  for (let state: u32 = 0; state < size; state++) {
    const slot = NEXT + (symbolOf(state) << 1)
    const to: u32 = load<u16>(slot)
    store<u16>(slot, (to + 1) as u16)
    store<u16>(table + (to << 1), (size + state) as u16)
  }
}

/** A table of one symbol, which takes no bits. */
export function makeOneCoding(table: usize, symbol: u32): void {
  const entry = table + SYMBOLS_AT + (symbol << 3)
  store<u32>(entry, 0)
  store<i32>(entry, 0, 4)
  store<u16>(table, 0)
}

// @ts-ignore: decorator
@inline
function entryOf(table: usize, symbol: u32): usize {
  return table + SYMBOLS_AT + (symbol << 3)
}

/** The state to begin with, so that the first symbol takes no bits: of its states the one a reader has most bits after. */
// @ts-ignore: decorator
@inline
export function firstState(table: usize, symbol: u32): u32 {
  const entry = entryOf(table, symbol)
  const delta = load<u32>(entry)
  const bits = (delta + (1 << 15)) >>> 16
  const value = (bits << 16) - delta
  return load<u16>(table + ((((value >>> bits) as i32) + load<i32>(entry, 4)) << 1))
}

/** How many low bits of `state` are put out to code the symbol. */
// @ts-ignore: decorator
@inline
export function stateBits(table: usize, symbol: u32, state: u32): u32 {
  return (state + load<u32>(entryOf(table, symbol))) >>> 16
}

/** The state behind `state`, of which `bits` bits were put out. */
// @ts-ignore: decorator
@inline
export function nextState(table: usize, symbol: u32, state: u32, bits: u32): u32 {
  return load<u16>(table + ((((state >>> bits) as i32) + load<i32>(entryOf(table, symbol), 4)) << 1))
}
