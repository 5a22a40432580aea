// What a gzip decoder keeps between two runs, besides the shared stream. Code tables are not kept: they are made again
// from the code lengths.

/** Code lengths: 288 of literals and lengths at most, then 32 of distances at most. */
export const MAX_LITLEN: u32 = 288
export const MAX_DISTANCES: u32 = 32

@unmanaged
export class Inflate {
  /** Bits of the byte in front of `inStart` not yet used, fewer than 8 of them. */
  bits: u64
  bitCount: u32
  isFinal: u32
  /** Bytes left of a stored block, or of a header's extra field. */
  left: u32
  numLitlen: u32
  numDistances: u32
  /** FLG of the member's header. */
  flags: u32
  headerCrc: u32
  crc: u32
  /** Plain bytes of the member, modulo 2^32. */
  length: u32
}

export const INFLATE_BYTES: usize = 64 + 320
const SAVED: usize = memory.data(64 + 320, 16)
export const inflate = changetype<Inflate>(SAVED)
export const inflateState: usize = SAVED
/** The code lengths, a byte each. */
export const LENGTHS: usize = SAVED + 64
