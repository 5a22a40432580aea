// What a zstd decoder keeps between two runs, besides the shared stream. Runs end between blocks, so it is what one
// block leaves to the next: the last offsets and the tables that may be used again.
import { Xxh64 } from '../../checksums/xxh64'

@unmanaged
export class Zstd {
  /** Plain bytes of the frame so far, and how many it says it has. */
  length: u64
  contentSize: u64
  hasContentSize: u32
  hasChecksum: u32
  /** Most bytes a block has, compressed or plain. */
  blockMax: u32
  /** Of the block whose header was read. */
  blockType: u32
  blockSize: u32
  isLast: u32
  /** Bytes left of a skippable frame. */
  skip: u32
  offset1: u32
  offset2: u32
  offset3: u32
  /** Bits of the longest Huffman code; 0 while the frame has had none. */
  huffmanBits: u32
  /** Accuracy logs of the tables in force, and where those are; 0 while the frame has had none. */
  literalLog: u32
  offsetLog: u32
  matchLog: u32
  literalTable: usize
  offsetTable: usize
  matchTable: usize
}

export const FIELD_BYTES: usize = 96
const DIGEST_BYTES: usize = 96
const HUFFMAN_BYTES: usize = 2048 * 4
const LITERAL_BYTES: usize = 512 * 8
const OFFSET_BYTES: usize = 256 * 8
const MATCH_BYTES: usize = 512 * 8

export const ZSTD_BYTES: usize = 96 + 96 + 2048 * 4 + 512 * 8 + 256 * 8 + 512 * 8
const SAVED: usize = memory.data(96 + 96 + 2048 * 4 + 512 * 8 + 256 * 8 + 512 * 8, 64)

export const zstdState: usize = SAVED
export const zstd = changetype<Zstd>(SAVED)
export const digest = changetype<Xxh64>(SAVED + FIELD_BYTES)
export const HUFFMAN_TABLE: usize = SAVED + FIELD_BYTES + DIGEST_BYTES
/** Tables a block brings with it. */
export const LITERAL_TABLE: usize = HUFFMAN_TABLE + HUFFMAN_BYTES
export const OFFSET_TABLE: usize = LITERAL_TABLE + LITERAL_BYTES
export const MATCH_TABLE: usize = OFFSET_TABLE + OFFSET_BYTES
