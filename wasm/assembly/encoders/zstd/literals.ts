// The literals of a block, RFC 8878 3.1.1.3.1: as they are, one of them repeated, or as Huffman codes in one or four streams.
import { literalArea } from './blockParts'
import { LENGTHS, LITERAL_CODES, LITERAL_COUNTS, makeTree, MAX_BITS, TREE, treeBytes } from './tree'

const RAW: u32 = 0
const RLE: u32 = 1
const COMPRESSED: u32 = 2
/** Fewer are not worth a tree; fewer than that are one stream. */
const LEAST: u32 = 48
const ONE_STREAM: u32 = 256
const JUMP_BYTES: u32 = 6
/** Counts of every fourth byte, so that equal bytes in a row do not wait for each other. */
const FOURTHS: usize = memory.data(4 * 1024, 16)

// @ts-ignore: decorator
@inline
function bump(fourth: usize, byte: u32): void {
  const slot = FOURTHS + (fourth << 10) + (byte << 2)
  store<u32>(slot, load<u32>(slot) + 1)
}

/** Counts bytes into LITERAL_COUNTS. Returns the largest count. */
function countBytes(start: usize, count: u32): u32 {
  memory.fill(FOURTHS, 0, 4 * 1024)
  const end = start + count
  for (; start + 4 <= end; start += 4) {
    const word = load<u32>(start)
    bump(0, word & 255)
    bump(1, (word >>> 8) & 255)
    bump(2, (word >>> 16) & 255)
    bump(3, word >>> 24)
  }
  for (; start < end; start++) bump(0, load<u8>(start))
  let most: u32 = 0
  for (let at: usize = 0; at < 1024; at += 4) {
    const sum =
      load<u32>(FOURTHS + at) + load<u32>(FOURTHS + at, 1024) + load<u32>(FOURTHS + at, 2048) + load<u32>(FOURTHS + at, 3072)
    store<u32>(LITERAL_COUNTS + at, sum)
    most = max(most, sum)
  }
  return most
}

/** The header of literals that are not compressed. */
function putPlainHeader(type: u32, count: u32, out: usize): usize {
  if (count < 32) {
    store<u8>(out, (type | (count << 3)) as u8)
    return out + 1
  }
  if (count < 4096) {
    store<u16>(out, (type | (1 << 2) | (count << 4)) as u16)
    return out + 2
  }
  store<u32>(out, type | (3 << 2) | (count << 4))
  return out + 3
}

function putRaw(count: u32, out: usize): usize {
  out = putPlainHeader(RAW, count, out)
  memory.copy(out, literalArea(), count)
  return out + count
}

/** Whether the last literals were coded. */
let areCoded = false

/** Bits a byte takes, or would take, as one more of the last literals. */
export function literalBits(byte: u8): u32 {
  const length: u32 = areCoded ? load<u8>(LENGTHS + byte) : 8
  return length == 0 ? MAX_BITS : length
}

/** Writes the section of the block's first `count` literals to `out`. Returns where it ends. */
export function putLiterals(count: u32, out: usize): usize {
  areCoded = false
  if (count < LEAST) return putRaw(count, out)
  const most = countBytes(literalArea(), count)
  if (most == count) {
    out = putPlainHeader(RLE, count, out)
    store<u8>(out, load<u8>(literalArea()))
    return out + 1
  }
  // As even as this, no code makes less of them.
  if (most <= (count >>> 7) + 4) return putRaw(count, out)
  const bits = makeTree()
  const isOne = count < ONE_STREAM
  const about = treeBytes + (bits >>> 3) + (isOne ? 2 : JUMP_BYTES + 6)
  if (bits == 0 || about + (count >>> 8) >= count) return putRaw(count, out)
  areCoded = true
  const headerBytes: usize = count < 1024 ? 3 : count < 16384 ? 4 : 5
  const start = out + headerBytes
  memory.copy(start, TREE, treeBytes)
  const streams = start + treeBytes
  const end = isOne ? putStream(literalArea(), literalArea() + count, streams) : putFour(count, streams)
  const compressed = (end - start) as u32
  if (headerBytes == 3) {
    const form: u32 = isOne ? 0 : 1
    const header = COMPRESSED | (form << 2) | (count << 4) | (compressed << 14)
    store<u16>(out, header as u16)
    store<u8>(out, (header >>> 16) as u8, 2)
  } else if (headerBytes == 4) {
    store<u32>(out, COMPRESSED | (2 << 2) | (count << 4) | (compressed << 18))
  } else {
    store<u32>(out, COMPRESSED | (3 << 2) | (count << 4) | (compressed << 22))
    store<u8>(out, (compressed >>> 10) as u8, 4)
  }
  return end
}

function putFour(count: u32, out: usize): usize {
  const quarter = (count + 3) >>> 2
  const first = literalArea()
  let at = out + JUMP_BYTES
  for (let stream: u32 = 0; stream < 4; stream++) {
    const from = first + stream * quarter
    const end = putStream(from, stream < 3 ? from + quarter : first + count, at)
    if (stream < 3) store<u16>(out + (stream << 1), (end - at) as u16)
    at = end
  }
  return at
}

// @ts-ignore: decorator
@inline
function codeOf(at: usize): u32 {
  return load<u32>(LITERAL_CODES + ((load<u8>(at) as usize) << 2))
}

/** Codes of `[start, end)`, the last first, and the mark of the end. Returns where output ends. */
function putStream(start: usize, end: usize, out: usize): usize {
  let buffer: u64 = 0
  let count: u32 = 0
  let at = end
  // Four codes of 11 bits fit behind the 7 that are left.
  for (const whole = start + ((end - start) & 3); at > whole; at -= 4) {
    const first = codeOf(at - 1)
    buffer |= ((first & 0xffff) as u64) << count
    count += first >>> 16
    const second = codeOf(at - 2)
    buffer |= ((second & 0xffff) as u64) << count
    count += second >>> 16
    const third = codeOf(at - 3)
    buffer |= ((third & 0xffff) as u64) << count
    count += third >>> 16
    const fourth = codeOf(at - 4)
    buffer |= ((fourth & 0xffff) as u64) << count
    count += fourth >>> 16
    store<u64>(out, buffer)
    out += count >>> 3
    buffer >>= count & ~7
    count &= 7
  }
  while (at > start) {
    const code = codeOf(--at)
    buffer |= ((code & 0xffff) as u64) << count
    count += code >>> 16
  }
  buffer |= (1 as u64) << count
  store<u64>(out, buffer)
  return out + ((count + 8) >>> 3)
}
