// CRC-32 of RFC 1952 (polynomial 0xEDB88320, reflected), sixteen bytes a step: table k holds the checksum of each byte
// with k zero bytes behind it, so that sixteen look-ups do not wait for each other.

const POLYNOMIAL: u32 = 0xedb88320
const STEP: usize = 16
const TABLE: usize = memory.data(16 * 256 * 4, 64)

let isReady = false

function fillTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (POLYNOMIAL & (0 - (crc & 1)))
    store<u32>(TABLE + (byte << 2), crc)
  }
  for (let at: u32 = 256; at < 16 * 256; at++) {
    const before = load<u32>(TABLE + ((at - 256) << 2))
    store<u32>(TABLE + (at << 2), (before >>> 8) ^ load<u32>(TABLE + ((before & 255) << 2)))
  }
  isReady = true
}

// @ts-ignore: decorator
@inline
function entry(table: usize, byte: u32): u32 {
  return load<u32>(TABLE + (table << 10) + ((byte & 255) << 2))
}

// @ts-ignore: decorator
@inline
function word(table: usize, value: u32): u32 {
  return (
    entry(table + 3, value) ^ entry(table + 2, value >>> 8) ^ entry(table + 1, value >>> 16) ^ entry(table, value >>> 24)
  )
}

/** The checksum of what `crc` is the checksum of, and then `[start, end)`. Starts with 0. */
export function crc32(crc: u32, start: usize, end: usize): u32 {
  if (!isReady) fillTables()
  crc = ~crc
  for (; start + STEP <= end; start += STEP) {
    const first = load<u32>(start) ^ crc
    crc = word(12, first) ^ word(8, load<u32>(start, 4)) ^ word(4, load<u32>(start, 8)) ^ word(0, load<u32>(start, 12))
  }
  for (; start < end; start++) crc = (crc >>> 8) ^ entry(0, crc ^ load<u8>(start))
  return ~crc
}
