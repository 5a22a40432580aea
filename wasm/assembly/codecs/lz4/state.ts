// What an LZ4 decoder keeps between two runs, besides the shared stream. Runs may end anywhere in a block: blocks are
// up to 4 MiB long, and a raw one has no limit.
import { Xxh32 } from '../../checksums/xxh32'

@unmanaged
export class Lz4 {
  /** Plain bytes of the frame so far, and how many it says it has. */
  length: u64
  contentSize: u64
  /** Plain bytes the block may still have. */
  plainLeft: u64
  /** Compressed bytes left of the block. */
  blockLeft: u64
  /** FLG of the frame's header. */
  flags: u32
  blockMax: u32
  /** Of the sequence under way: literals and match bytes to come, and how far back the match lies. */
  literals: u32
  match: u32
  offset: u32
  /** Bytes left of a skippable frame. */
  skip: u32
}

const FIELD_BYTES: usize = 64
const DIGEST_BYTES: usize = 48

export const LZ4_BYTES: usize = 64 + 48 + 48
const SAVED: usize = memory.data(64 + 48 + 48, 16)

export const lz4State: usize = SAVED
export const lz4 = changetype<Lz4>(SAVED)
export const contentDigest = changetype<Xxh32>(SAVED + FIELD_BYTES)
export const blockDigest = changetype<Xxh32>(SAVED + FIELD_BYTES + DIGEST_BYTES)
