/** Bytes of a block. */
export const BLOCK: u32 = 64
/** Bytes of a digest. */
export const DIGEST: u32 = 32
/** Messages hashed at a time. */
export const LANES: u32 = 4
/** From so many bytes on the end of a message leaves no room for its length in the block: it takes another one. */
export const TWO_BLOCKS: u32 = BLOCK - 8
