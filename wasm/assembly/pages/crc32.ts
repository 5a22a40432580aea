import { crc32 as checksum } from '../checksums/crc32'

/** The CRC-32 of gzip and zip, of `length` bytes; `crc` is that of the bytes before, 0 at the start. */
export function crc32(crc: u32, from: usize, length: u32): u32 {
  return checksum(crc, from, from + length)
}
