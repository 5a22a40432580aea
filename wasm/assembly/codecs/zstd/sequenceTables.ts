// Tables of the three codes of a sequence, RFC 8878 3.1.1.3.2. An entry is 8 bytes: what the code's value starts at
// (u32), how many bits are added (u8), how many bits lead to the next state (u8), and where those are counted from
// (u16).
import { accuracyLog, PROBABILITIES, readDistribution, spreadSymbols, symbolCount, symbolOf, takeState } from './fse'
import { highestBit } from './reverseBits'
import {
  LITERAL_BASES,
  LITERAL_CODES,
  LITERAL_DEFAULT,
  LITERAL_DEFAULT_LOG,
  LITERAL_EXTRA,
  MATCH_BASES,
  MATCH_CODES,
  MATCH_DEFAULT,
  MATCH_DEFAULT_LOG,
  MATCH_EXTRA,
  OFFSET_DEFAULT,
  OFFSET_DEFAULT_LOG,
  OFFSET_DEFAULTS,
} from './sequenceCodes'
import { LITERAL_TABLE, MATCH_TABLE, OFFSET_TABLE, zstd } from './state'

export const LITERAL_LENGTHS: u32 = 0
export const OFFSETS: u32 = 1
export const MATCH_LENGTHS: u32 = 2

const PREDEFINED: u32 = 0
const RLE: u32 = 1
const COMPRESSED: u32 = 2

/** Codes there are of each kind, and the finest table each may have. */
const MAX_LITERAL: u32 = LITERAL_CODES
const MAX_OFFSET: u32 = 32
const MAX_MATCH: u32 = MATCH_CODES

/** The tables of blocks that bring no distribution, once they are made. */
const LITERAL_PREDEFINED: usize = memory.data(64 * 8, 16)
const OFFSET_PREDEFINED: usize = memory.data(32 * 8, 16)
const MATCH_PREDEFINED: usize = memory.data(64 * 8, 16)
let arePredefined = false

function storeEntry(entry: usize, kind: u32, symbol: u32, stateBits: u32, base: u32): void {
  if (kind == OFFSETS) {
    store<u32>(entry, 1 << symbol)
    store<u8>(entry, symbol as u8, 4)
  } else {
    const bases = kind == LITERAL_LENGTHS ? LITERAL_BASES : MATCH_BASES
    const extra = kind == LITERAL_LENGTHS ? LITERAL_EXTRA : MATCH_EXTRA
    store<u32>(entry, load<u32>(bases + (symbol << 2)))
    store<u8>(entry, load<u8>(extra + symbol), 4)
  }
  store<u8>(entry, stateBits as u8, 5)
  store<u16>(entry, base as u16, 6)
}

/** Fills a table from PROBABILITIES. */
function fillTable(table: usize, kind: u32, count: u32, log: u32): void {
  spreadSymbols(count, log)
  const size: u32 = 1 << log
  for (let state: u32 = 0; state < size; state++) {
    const symbol = symbolOf(state)
    const next = takeState(symbol)
    const bits = log - highestBit(next)
    storeEntry(table + (state << 3), kind, symbol, bits, (next << bits) - size)
  }
}

function fillPredefined(): void {
  memory.copy(PROBABILITIES, LITERAL_DEFAULT, LITERAL_CODES * 2)
  fillTable(LITERAL_PREDEFINED, LITERAL_LENGTHS, LITERAL_CODES, LITERAL_DEFAULT_LOG)
  memory.copy(PROBABILITIES, OFFSET_DEFAULT, OFFSET_DEFAULTS * 2)
  fillTable(OFFSET_PREDEFINED, OFFSETS, OFFSET_DEFAULTS, OFFSET_DEFAULT_LOG)
  memory.copy(PROBABILITIES, MATCH_DEFAULT, MATCH_CODES * 2)
  fillTable(MATCH_PREDEFINED, MATCH_LENGTHS, MATCH_CODES, MATCH_DEFAULT_LOG)
  arePredefined = true
}

function useTable(kind: u32, table: usize, log: u32): void {
  if (kind == LITERAL_LENGTHS) {
    zstd.literalTable = table
    zstd.literalLog = log
  } else if (kind == OFFSETS) {
    zstd.offsetTable = table
    zstd.offsetLog = log
  } else {
    zstd.matchTable = table
    zstd.matchLog = log
  }
}

/**
 * Makes the table of one kind of code as its mode says, from `[start, end)`.
 * @returns where its description ends; 0 where it is none
 */
export function readTable(kind: u32, mode: u32, start: usize, end: usize): usize {
  const maxSymbols = kind == LITERAL_LENGTHS ? MAX_LITERAL : kind == OFFSETS ? MAX_OFFSET : MAX_MATCH
  const own = kind == LITERAL_LENGTHS ? LITERAL_TABLE : kind == OFFSETS ? OFFSET_TABLE : MATCH_TABLE
  if (mode == PREDEFINED) {
    if (!arePredefined) fillPredefined()
    if (kind == LITERAL_LENGTHS) useTable(kind, LITERAL_PREDEFINED, LITERAL_DEFAULT_LOG)
    else if (kind == OFFSETS) useTable(kind, OFFSET_PREDEFINED, OFFSET_DEFAULT_LOG)
    else useTable(kind, MATCH_PREDEFINED, MATCH_DEFAULT_LOG)
    return start
  }
  if (mode == RLE) {
    if (start >= end) return 0
    const symbol: u32 = load<u8>(start)
    if (symbol >= maxSymbols) return 0
    storeEntry(own, kind, symbol, 0, 0)
    useTable(kind, own, 0)
    return start + 1
  }
  if (mode == COMPRESSED) {
    const behind = readDistribution(start, end, maxSymbols, kind == OFFSETS ? 8 : 9)
    if (behind == 0) return 0
    fillTable(own, kind, symbolCount, accuracyLog)
    useTable(kind, own, accuracyLog)
    return behind
  }
  const last = kind == LITERAL_LENGTHS ? zstd.literalTable : kind == OFFSETS ? zstd.offsetTable : zstd.matchTable
  return last == 0 ? 0 : start
}

/** For a state that was saved: tables it may refer to. */
export function preparePredefined(): void {
  if (!arePredefined) fillPredefined()
}
