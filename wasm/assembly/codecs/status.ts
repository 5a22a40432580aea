// What a run ends with. Errors are negative; wasm/bindings/codecErrors.ts has the words for each of them.

/** As much output as was wanted is there. */
export const OUTPUT_READY: i32 = 0
/** All input was taken as far as it can be decoded. */
export const NEEDS_INPUT: i32 = 1
/** A member or frame has just ended; nothing behind it was read. */
export const MEMBER_END: i32 = 2

export const NOT_THIS_CODEC: i32 = -1
export const BAD_HEADER: i32 = -2
export const BAD_HEADER_CHECKSUM: i32 = -3
export const BAD_BLOCK_TYPE: i32 = -4
export const BAD_STORED_LENGTH: i32 = -5
export const BAD_CODE_LENGTHS: i32 = -6
export const BAD_SYMBOL: i32 = -7
export const BAD_DISTANCE: i32 = -8
export const BAD_CHECKSUM: i32 = -9
export const BAD_LENGTH: i32 = -10
export const BAD_PADDING: i32 = -11
export const NO_MEMORY: i32 = -12
export const UNKNOWN_CODEC: i32 = -13
export const HAS_DICTIONARY: i32 = -14
export const WINDOW_TOO_LARGE: i32 = -15
export const LEGACY_FORMAT: i32 = -16
export const BAD_BLOCK_SIZE: i32 = -17
export const BAD_LITERALS: i32 = -18
export const BAD_SEQUENCES: i32 = -19
