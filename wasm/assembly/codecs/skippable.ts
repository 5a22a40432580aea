// Skippable frames, RFC 8878 3.1.2: zstd and LZ4 share them.

const MAGIC: u32 = 0x184d2a50

/** Whether a frame that begins with `magic` is to be skipped. */
// @ts-ignore: decorator
@inline
export function isSkippable(magic: u32): bool {
  return (magic & 0xfffffff0) == MAGIC
}
