const POLYNOMIAL: u32 = 0xedb8_8320
/** Eight tables of 256 words: eight bytes a step. */
const tables = memory.data(8192)
let filled = false

function fill(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (POLYNOMIAL & (0 - (crc & 1)))
    store<u32>(tables + (byte << 2), crc)
  }
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = load<u32>(tables + (byte << 2))
    for (let table: u32 = 1; table < 8; table++) {
      crc = (crc >> 8) ^ load<u32>(tables + ((crc & 255) << 2))
      store<u32>(tables + (table << 10) + (byte << 2), crc)
    }
  }
  filled = true
}

// @ts-ignore: decorator
@inline
function look(table: u32, byte: u32): u32 {
  return load<u32>(tables + (table << 10) + ((byte & 255) << 2))
}

/** The CRC-32 of gzip and zip, of `length` bytes; `crc` is that of the bytes before, 0 at the start. */
export function crc32(crc: u32, from: usize, length: u32): u32 {
  if (!filled) fill()
  crc = ~crc
  const end = from + length
  for (; from + 8 <= end; from += 8) {
    const low = load<u32>(from) ^ crc
    const high = load<u32>(from, 4)
    crc =
      look(7, low) ^ look(6, low >> 8) ^ look(5, low >> 16) ^ look(4, low >> 24) ^
      look(3, high) ^ look(2, high >> 8) ^ look(1, high >> 16) ^ look(0, high >> 24)
  }
  for (; from < end; from++) crc = (crc >> 8) ^ look(0, crc ^ (load<u8>(from) as u32))
  return ~crc
}
