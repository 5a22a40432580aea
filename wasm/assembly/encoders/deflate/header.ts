// The description of a block's codes, RFC 1951 3.2.7: lengths with their repeats, in a code of their own.
import { codeLengths } from '../huffman/codeLengths'
import { putBits } from '../bits'
import { DISTANCE_LENGTHS, LITLEN_LENGTHS, makeCodes } from './codes'
import { DISTANCE_SYMBOLS, LITLEN_SYMBOLS } from './symbols'

const ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
const REPEAT: u32 = 16
const FEW_ZEROS: u32 = 17
const MANY_ZEROS: u32 = 18
const SYMBOLS: u32 = 19
const MAX_LENGTH: u32 = 7

/** The lengths of both codes, one behind the other. */
const ALL: usize = memory.data(288 + 32)
/** Symbols of the description: symbol | what its extra bits hold << 8. */
const ITEMS: usize = memory.data(320 * 2, 16)
const COUNTS: usize = memory.data(19 * 4, 16)
const LENGTHS: usize = memory.data(19)
const CODES: usize = memory.data(19 * 4, 16)

let litlens: u32 = 0
let distances: u32 = 0
let items: u32 = 0
let written: u32 = 0

function addItem(symbol: u32, extra: u32): void {
  store<u16>(ITEMS + (items++ << 1), (symbol | (extra << 8)) as u16)
  const slot = COUNTS + (symbol << 2)
  store<u32>(slot, load<u32>(slot) + 1)
}

// @ts-ignore: decorator
@inline
function extraBits(symbol: u32): u32 {
  return symbol < REPEAT ? 0 : symbol == REPEAT ? 2 : symbol == FEW_ZEROS ? 3 : 7
}

/** Lays the description of the codes out. Returns how many bits it takes. */
export function layOutHeader(): u32 {
  litlens = LITLEN_SYMBOLS
  while (load<u8>(LITLEN_LENGTHS + litlens - 1) == 0) litlens--
  distances = DISTANCE_SYMBOLS
  while (load<u8>(DISTANCE_LENGTHS + distances - 1) == 0) distances--
  memory.copy(ALL, LITLEN_LENGTHS, litlens)
  memory.copy(ALL + litlens, DISTANCE_LENGTHS, distances)
  memory.fill(COUNTS, 0, SYMBOLS * 4)
  items = 0
  const total = litlens + distances
  for (let at: u32 = 0; at < total; ) {
    const length: u32 = load<u8>(ALL + at)
    let run: u32 = 1
    while (at + run < total && load<u8>(ALL + at + run) == length) run++
    at += run
    if (length == 0) {
      for (; run >= 11; run -= min(run, 138)) addItem(MANY_ZEROS, min(run, 138) - 11)
      if (run >= 3) {
        addItem(FEW_ZEROS, run - 3)
        run = 0
      }
    } else {
      addItem(length, 0)
      run--
      for (; run >= 3; run -= min(run, 6)) addItem(REPEAT, min(run, 6) - 3)
    }
    for (; run > 0; run--) addItem(length, 0)
  }
  // A code of one symbol would not do for every reader.
  const used = codeLengths(COUNTS, SYMBOLS, MAX_LENGTH, LENGTHS)
  if (used < 2) store<u8>(LENGTHS + (load<u8>(LENGTHS) ? 1 : 0), 1)
  written = SYMBOLS
  while (load<u8>(LENGTHS + load<u8>(ORDER + written - 1)) == 0) written--
  written = max(written, 4)
  let bits: u32 = 14 + 3 * written
  for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++) {
    bits += load<u32>(COUNTS + (symbol << 2)) * ((load<u8>(LENGTHS + symbol) as u32) + extraBits(symbol))
  }
  return bits
}

/** Writes what was laid out. */
export function putHeader(): void {
  makeCodes(LENGTHS, SYMBOLS, CODES)
  putBits(litlens - 257, 5)
  putBits(distances - 1, 5)
  putBits(written - 4, 4)
  for (let i: u32 = 0; i < written; i++) putBits(load<u8>(LENGTHS + load<u8>(ORDER + i)), 3)
  for (let i: u32 = 0; i < items; i++) {
    const item: u32 = load<u16>(ITEMS + (i << 1))
    const symbol = item & 255
    const code = load<u32>(CODES + (symbol << 2))
    putBits(code & 0xffff, code >>> 16)
    if (symbol >= REPEAT) putBits(item >>> 8, extraBits(symbol))
  }
}
