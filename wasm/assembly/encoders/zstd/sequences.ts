// The sequences of a block, RFC 8878 3.1.1.3.2: their three codes each by a table of its own, and the bits that codes leave
// open. A reader begins at the end, so the last sequence is written first.
import { PROBABILITIES } from '../../codecs/zstd/fse'
import { highestBit } from '../../codecs/zstd/reverseBits'
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
} from '../../codecs/zstd/sequenceCodes'
import { literalLengthCodes, matchLengthCodes, offsetCodes, SEQUENCE_BYTES, sequenceArea } from './blockParts'
import { bitsOf, chooseLog, putDistribution, shareOut } from './distribution'
import { CODING_BYTES, firstState, makeCoding, makeOneCoding, nextState, stateBits } from './states'

const PREDEFINED: u32 = 0
const RLE: u32 = 1
const COMPRESSED: u32 = 2
const OFFSET_CODES: u32 = 32
const MOST_LOG: u32 = 9
const MOST_OFFSET_LOG: u32 = 8
const LEAST_LENGTH: u32 = 3

/** Tables of the predefined distributions, and of the block's own. */
const LITERAL_PREDEFINED: usize = memory.data(CODING_BYTES, 16)
const OFFSET_PREDEFINED: usize = memory.data(CODING_BYTES, 16)
const MATCH_PREDEFINED: usize = memory.data(CODING_BYTES, 16)
const LITERAL_OWN: usize = memory.data(CODING_BYTES, 16)
const OFFSET_OWN: usize = memory.data(CODING_BYTES, 16)
const MATCH_OWN: usize = memory.data(CODING_BYTES, 16)

const LITERAL_COUNTS: usize = memory.data(64 * 4, 16)
const OFFSET_COUNTS: usize = memory.data(64 * 4, 16)
const MATCH_COUNTS: usize = memory.data(64 * 4, 16)

/** Codes of short lengths; those of longer ones go by their highest bit. */
const SHORT_LITERALS: u32 = 64
const SHORT_MATCHES: u32 = 128
const SHORT_LITERAL_CODES: usize = memory.data(64)
const SHORT_MATCH_CODES: usize = memory.data(128)
/** What is added to the highest bit of a longer one. */
const LONG_LITERAL: u32 = 19
const LONG_MATCH: u32 = 36

let isReady = false

function fillShort(codes: usize, lengths: u32, bases: usize, least: u32): void {
  let code: u32 = 0
  for (let length: u32 = 0; length < lengths; length++) {
    while (load<u32>(bases + ((code + 1) << 2)) - least <= length) code++
    store<u8>(codes + length, code as u8)
  }
}

export function prepareSequences(): void {
  if (isReady) return
  isReady = true
  fillShort(SHORT_LITERAL_CODES, SHORT_LITERALS, LITERAL_BASES, 0)
  fillShort(SHORT_MATCH_CODES, SHORT_MATCHES, MATCH_BASES, LEAST_LENGTH)
  memory.copy(PROBABILITIES, LITERAL_DEFAULT, LITERAL_CODES * 2)
  makeCoding(LITERAL_PREDEFINED, LITERAL_CODES, LITERAL_DEFAULT_LOG)
  memory.copy(PROBABILITIES, OFFSET_DEFAULT, OFFSET_DEFAULTS * 2)
  makeCoding(OFFSET_PREDEFINED, OFFSET_DEFAULTS, OFFSET_DEFAULT_LOG)
  memory.copy(PROBABILITIES, MATCH_DEFAULT, MATCH_CODES * 2)
  makeCoding(MATCH_PREDEFINED, MATCH_CODES, MATCH_DEFAULT_LOG)
}

// @ts-ignore: decorator
@inline
function bump(counts: usize, code: u32): void {
  const slot = counts + (code << 2)
  store<u32>(slot, load<u32>(slot) + 1)
}

/** Notes and counts the codes of every sequence. */
function findCodes(count: u32): void {
  memory.fill(LITERAL_COUNTS, 0, 64 * 4)
  memory.fill(OFFSET_COUNTS, 0, 64 * 4)
  memory.fill(MATCH_COUNTS, 0, 64 * 4)
  const literalCodes = literalLengthCodes()
  const offsets = offsetCodes()
  const matchCodes = matchLengthCodes()
  let at = sequenceArea()
  for (let i: usize = 0; i < count; i++) {
    const literals = load<u32>(at)
    const match = load<u32>(at, 4) - LEAST_LENGTH
    const literalCode: u32 =
      literals < SHORT_LITERALS ? (load<u8>(SHORT_LITERAL_CODES + literals) as u32) : highestBit(literals) + LONG_LITERAL
    const matchCode: u32 =
      match < SHORT_MATCHES ? (load<u8>(SHORT_MATCH_CODES + match) as u32) : highestBit(match) + LONG_MATCH
    const offsetCode = highestBit(load<u32>(at, 8))
    store<u8>(literalCodes + i, literalCode as u8)
    store<u8>(offsets + i, offsetCode as u8)
    store<u8>(matchCodes + i, matchCode as u8)
    bump(LITERAL_COUNTS, literalCode)
    bump(OFFSET_COUNTS, offsetCode)
    bump(MATCH_COUNTS, matchCode)
    at += SEQUENCE_BYTES
  }
}

/** Of the table that was chosen: its mode, where it is and its accuracy log. */
let mode: u32 = 0
let coding: usize = 0
let codingLog: u32 = 0

/**
 * Chooses what makes the least of codes with these counts: the predefined table, a code that needs no bits as it is always
 * the same, or a table of the block's own, whose description goes to `out`. Returns where that ends.
 */
function chooseTable(
  counts: usize,
  codes: u32,
  total: u32,
  mostLog: u32,
  own: usize,
  defaults: usize,
  defaultCodes: u32,
  defaultLog: u32,
  predefined: usize,
  out: usize,
): usize {
  let used = codes
  while (load<u32>(counts + ((used - 1) << 2)) == 0) used--
  if (load<u32>(counts + ((used - 1) << 2)) == total && total > 2) {
    mode = RLE
    makeOneCoding(own, used - 1)
    coding = own
    codingLog = 0
    store<u8>(out, (used - 1) as u8)
    return out + 1
  }
  const canPredefine = used <= defaultCodes
  let predefinedBits: u32 = 0xffffffff
  if (canPredefine) predefinedBits = bitsOf(counts, used, defaults, defaultLog)
  // With few values a description is longer than what it saves, and one value alone cannot be described.
  if (canPredefine && (total < 12 || load<u32>(counts + ((used - 1) << 2)) == total)) return usePredefined(predefined, defaultLog, out)
  const log = chooseLog(total, used, mostLog)
  shareOut(counts, used, total, log)
  const end = putDistribution(log, out)
  const ownBits = bitsOf(counts, used, PROBABILITIES, log) + (((end - out) as u32) << 3)
  if (predefinedBits <= ownBits) return usePredefined(predefined, defaultLog, out)
  makeCoding(own, used, log)
  mode = COMPRESSED
  coding = own
  codingLog = log
  return end
}

function usePredefined(table: usize, log: u32, out: usize): usize {
  mode = PREDEFINED
  coding = table
  codingLog = log
  return out
}

/** Writes the section of `count` sequences to `out`. Returns where it ends. */
export function putSequences(count: u32, out: usize): usize {
  if (count < 128) store<u8>(out++, count as u8)
  else if (count < 0x7f00) {
    store<u8>(out, ((count >>> 8) + 128) as u8)
    store<u8>(out, count as u8, 1)
    out += 2
  } else {
    store<u8>(out, 255)
    store<u16>(out, (count - 0x7f00) as u16, 1)
    out += 3
  }
  if (count == 0) return out
  findCodes(count)
  const modes = out++
  out = chooseTable(
    LITERAL_COUNTS, LITERAL_CODES, count, MOST_LOG, LITERAL_OWN,
    LITERAL_DEFAULT, LITERAL_CODES, LITERAL_DEFAULT_LOG, LITERAL_PREDEFINED, out,
  )
  const literalMode = mode
  const literalTable = coding
  const literalLog = codingLog
  out = chooseTable(
    OFFSET_COUNTS, OFFSET_CODES, count, MOST_OFFSET_LOG, OFFSET_OWN,
    OFFSET_DEFAULT, OFFSET_DEFAULTS, OFFSET_DEFAULT_LOG, OFFSET_PREDEFINED, out,
  )
  const offsetMode = mode
  const offsetTable = coding
  const offsetLog = codingLog
  out = chooseTable(
    MATCH_COUNTS, MATCH_CODES, count, MOST_LOG, MATCH_OWN,
    MATCH_DEFAULT, MATCH_CODES, MATCH_DEFAULT_LOG, MATCH_PREDEFINED, out,
  )
  store<u8>(modes, ((literalMode << 6) | (offsetMode << 4) | (mode << 2)) as u8)
  return putStates(count, literalTable, literalLog, offsetTable, offsetLog, coding, codingLog, out)
}

/** Extra bits that fit behind 7 that are left and 26 of states. */
const FEW_BITS: u32 = 30

function putStates(
  count: u32,
  literalTable: usize,
  literalLog: u32,
  offsetTable: usize,
  offsetLog: u32,
  matchTable: usize,
  matchLog: u32,
  out: usize,
): usize {
  const literalCodes = literalLengthCodes()
  const offsets = offsetCodes()
  const matchCodes = matchLengthCodes()
  let at = sequenceArea() + count * SEQUENCE_BYTES
  let literalState: u32 = 0
  let offsetState: u32 = 0
  let matchState: u32 = 0
  let buffer: u64 = 0
  let bits: u32 = 0
  for (let i: usize = count; i > 0; ) {
    i--
    at -= SEQUENCE_BYTES
    const literalCode: u32 = load<u8>(literalCodes + i)
    const offsetCode: u32 = load<u8>(offsets + i)
    const matchCode: u32 = load<u8>(matchCodes + i)
    if (i + 1 == count) {
      literalState = firstState(literalTable, literalCode)
      offsetState = firstState(offsetTable, offsetCode)
      matchState = firstState(matchTable, matchCode)
    } else {
      const offsetOut = stateBits(offsetTable, offsetCode, offsetState)
      buffer |= ((offsetState & ((1 << offsetOut) - 1)) as u64) << bits
      bits += offsetOut
      offsetState = nextState(offsetTable, offsetCode, offsetState, offsetOut)
      const matchOut = stateBits(matchTable, matchCode, matchState)
      buffer |= ((matchState & ((1 << matchOut) - 1)) as u64) << bits
      bits += matchOut
      matchState = nextState(matchTable, matchCode, matchState, matchOut)
      const literalOut = stateBits(literalTable, literalCode, literalState)
      buffer |= ((literalState & ((1 << literalOut) - 1)) as u64) << bits
      bits += literalOut
      literalState = nextState(literalTable, literalCode, literalState, literalOut)
    }
    const literalBits: u32 = load<u8>(LITERAL_EXTRA + literalCode)
    const matchBits: u32 = load<u8>(MATCH_EXTRA + matchCode)
    if (literalBits + matchBits + offsetCode > FEW_BITS) {
      store<u64>(out, buffer)
      out += bits >>> 3
      buffer >>= bits & ~7
      bits &= 7
    }
    buffer |= ((load<u32>(at) - load<u32>(LITERAL_BASES + (literalCode << 2))) as u64) << bits
    bits += literalBits
    buffer |= ((load<u32>(at, 4) - load<u32>(MATCH_BASES + (matchCode << 2))) as u64) << bits
    bits += matchBits
    buffer |= ((load<u32>(at, 8) & ((1 << offsetCode) - 1)) as u64) << bits
    bits += offsetCode
    store<u64>(out, buffer)
    out += bits >>> 3
    buffer >>= bits & ~7
    bits &= 7
  }
  buffer |= ((matchState & ((1 << matchLog) - 1)) as u64) << bits
  bits += matchLog
  buffer |= ((offsetState & ((1 << offsetLog) - 1)) as u64) << bits
  bits += offsetLog
  buffer |= ((literalState & ((1 << literalLog) - 1)) as u64) << bits
  bits += literalLog
  buffer |= (1 as u64) << bits
  store<u64>(out, buffer)
  return out + ((bits + 8) >>> 3)
}
