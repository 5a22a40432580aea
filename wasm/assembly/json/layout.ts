// How the host lays out a program in memory. A program is a tree of nodes, one for each place of the schema; a node of
// a struct points to an array of fields. All members are u32 unless said otherwise; 0 is "none" for a pointer.

export const NODE_BYTES: u32 = 64
/** What becomes of the values: one of the SINK constants. */
export const NODE_SINK: u32 = 0
/** Kinds of value that may stand here, as KIND bits. */
export const NODE_ACCEPTS: u32 = 4
/** Values appended so far. */
export const NODE_LENGTH: u32 = 8
/** The values: u8 for bool, i64, f64, u32 offsets for text and lists (the first is 0); and their room in bytes. */
export const NODE_VALUES: u32 = 12
export const NODE_VALUES_ROOM: u32 = 16
/** Text: its bytes, where they end and where their room ends (both addresses). */
export const NODE_DATA: u32 = 20
export const NODE_DATA_END: u32 = 24
export const NODE_DATA_LIMIT: u32 = 28
/** Positions of nulls, ascending, u32; how many, and their room in bytes. */
export const NODE_NULLS: u32 = 32
export const NODE_NULL_COUNT: u32 = 36
export const NODE_NULLS_ROOM: u32 = 40
/** Lists: the node of the items. */
export const NODE_ITEM: u32 = 44
/** Structs: the fields, how many, and a number for each object read, so that keys found twice are noticed. */
export const NODE_FIELDS: u32 = 48
export const NODE_FIELD_COUNT: u32 = 52
export const NODE_STAMP: u32 = 56

export const FIELD_BYTES: u32 = 48
export const FIELD_NODE: u32 = 0
/** Bytes of the key with its two quotes; 0 for a key that never stands in a text as it is. */
export const FIELD_RAW_LENGTH: u32 = 4
/** The stamp of the object that had the key last. */
export const FIELD_SEEN: u32 = 8
/** All bytes of the key with its quotes. */
export const FIELD_RAW: u32 = 12
/** The first sixteen of them, and which count (all ones), as v128. */
export const FIELD_START: u32 = 16
export const FIELD_MASK: u32 = 32

/** Checked, and not kept. */
export const SINK_NONE: u32 = 0
export const SINK_NULL: u32 = 1
export const SINK_BOOL: u32 = 2
export const SINK_INT64: u32 = 3
export const SINK_FLOAT64: u32 = 4
export const SINK_UTF8: u32 = 5
/** The text of any value, as it stands. */
export const SINK_JSON: u32 = 6
export const SINK_LIST: u32 = 7
export const SINK_STRUCT: u32 = 8

// The bits of core/table/typeShape.ts.
export const KIND_BOOL: u32 = 1
export const KIND_INT: u32 = 2
export const KIND_INEXACT: u32 = 4
export const KIND_FLOAT: u32 = 16
export const KIND_TEXT: u32 = 32
export const KIND_LIST: u32 = 64
export const KIND_STRUCT: u32 = 128
/** Beside others: what is in the value does not count, and numbers of all kinds are KIND_INT. */
export const KIND_SHALLOW: u32 = 0x8000
/** Any value at all, of any depth. */
export const KIND_ANY: u32 = 0xffff
