// Distributions for finite state entropy, RFC 8878 4.1: how counts become shares of a table's states, and how those are
// written.
import { PROBABILITIES } from '../../codecs/zstd/fse'
import { highestBit } from '../../codecs/zstd/reverseBits'
import { bitCount, byteEnd, continueAt, putBits, startBits } from '../bits'

const LEAST_LOG: u32 = 5

// @ts-ignore: decorator
@inline
function shareOf(symbol: u32): u32 {
  return load<u16>(PROBABILITIES + (symbol << 1))
}

// @ts-ignore: decorator
@inline
function countOf(counts: usize, symbol: u32): u32 {
  return load<u32>(counts + (symbol << 2))
}

/** The accuracy log for so many values of codes below `symbols`: finer than they tell is only longer to describe. */
export function chooseLog(values: u32, symbols: u32, most: u32): u32 {
  const told = values > 4 ? highestBit(values - 1) : 2
  // Every code that occurs needs a state.
  const needed = highestBit(symbols) + 2
  return min(most, max(max(told - min(told, 2), needed), LEAST_LOG))
}

/** Shares out the `1 << log` states of a table to `symbols` codes by their counts, one at least to each that occurs. */
export function shareOut(counts: usize, symbols: u32, total: u32, log: u32): void {
  const size: u32 = 1 << log
  let left: i32 = size
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = countOf(counts, symbol)
    const share: u32 = count == 0 ? 0 : max(1, (((count as u64) << (log + 1)) / total + 1) as u32 >>> 1)
    store<u16>(PROBABILITIES + (symbol << 1), share as u16)
    left -= share
  }
  // What rounding gave too little or too much: where it gains most, or costs least.
  for (; left > 0; left--) {
    let best: u32 = 0
    let gain: u32 = 0
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      const share = shareOf(symbol)
      if (share == 0) continue
      const worth = (countOf(counts, symbol) << 8) / share
      if (worth <= gain) continue
      gain = worth
      best = symbol
    }
    store<u16>(PROBABILITIES + (best << 1), (shareOf(best) + 1) as u16)
  }
  for (; left < 0; left++) {
    let best: u32 = 0
    let cost: u32 = 0xffffffff
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      const share = shareOf(symbol)
      if (share < 2) continue
      const worth = (countOf(counts, symbol) << 8) / (share - 1)
      if (worth >= cost) continue
      cost = worth
      best = symbol
    }
    store<u16>(PROBABILITIES + (best << 1), (shareOf(best) - 1) as u16)
  }
}

/** Writes the shares of the codes, the last of which has one, to `out`. Returns where it ends. */
export function putDistribution(log: u32, out: usize): usize {
  startBits()
  continueAt(out)
  putBits(log - LEAST_LOG, 4)
  let left: u32 = 1 << log
  for (let symbol: u32 = 0; left > 0; ) {
    // A value up to left + 1; the small ones take a bit less.
    const share = shareOf(symbol++)
    const value = share + 1
    const most = left + 1
    const width = highestBit(most) + 1
    const few: u32 = (1 << width) - 1 - most
    if (value < few) putBits(value, width - 1)
    else putBits(value < (1 as u32) << (width - 1) ? value : value + few, width)
    left -= share
    if (share > 0) continue
    let zeros: u32 = 0
    while (shareOf(symbol + zeros) == 0) zeros++
    symbol += zeros
    for (; zeros >= 3; zeros -= 3) putBits(3, 2)
    putBits(zeros, 2)
  }
  return byteEnd + (bitCount > 0 ? 1 : 0)
}

/** About log2, in 256ths of a bit. */
// @ts-ignore: decorator
@inline
function logOf(value: u32): u32 {
  const high = highestBit(value)
  return (high << 8) + (((value << 8) >>> high) - 256)
}

/** About how many bits values with these counts take, by i16 shares of `1 << log` states. */
export function bitsOf(counts: usize, symbols: u32, shares: usize, log: u32): u32 {
  let parts: u64 = 0
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = countOf(counts, symbol)
    if (count == 0) continue
    const share: i32 = load<i16>(shares + (symbol << 1))
    parts += (count as u64) * (((log << 8) - logOf(max(share, 1) as u32)) as u64)
  }
  return (parts >> 8) as u32
}
