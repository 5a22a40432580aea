// How the host lays out a table in memory: a tree of nodes, one for each place of the schema, and the buffers of the
// columns. All members are u32 unless said otherwise; 0 is "none" for a pointer. Rows of a node are counted as in the
// whole column: where only some of it was placed, the host has moved pointers and bits back by what is missing.

export const NODE_BYTES: usize = 48
/** One of the KIND constants. */
export const NODE_KIND: usize = 0
/** Bits, set where a value is not null; none: no value is null. The bit of row r is `NODE_BITS + r` (i32). */
export const NODE_VALIDITY: usize = 4
export const NODE_BITS: usize = 8
/** Numbers; bits of booleans; the bytes that offsets point into. */
export const NODE_VALUES: usize = 12
/** Offsets of texts and lists, i32. */
export const NODE_OFFSETS: usize = 16
/** Lists: the node of the items. Dictionaries: of the values. Structs: the first of their fields, which are in a row. */
export const NODE_CHILD: usize = 20
/** Structs: how many fields. Fixed lists: items of each. Booleans: the bit of row r of the values is `NODE_COUNT + r`
 * (i32). Dictionaries: the KIND of the indices. */
export const NODE_COUNT: usize = 24
/** What stands before the value as a field: brace or comma, name, colon. Sixteen readable bytes behind it. */
export const NODE_NAME: usize = 28
export const NODE_NAME_BYTES: usize = 32
/** Columns: values lost in rows that were written, the first of these rows, and values lost in the row in work. */
export const NODE_LOST: usize = 36
export const NODE_LOST_ROW: usize = 40
export const NODE_LOST_NOW: usize = 44

export const KIND_NULL: u32 = 0
export const KIND_BOOL: u32 = 1
export const KIND_INT8: u32 = 2
export const KIND_INT16: u32 = 3
export const KIND_INT32: u32 = 4
export const KIND_INT64: u32 = 5
export const KIND_UINT8: u32 = 6
export const KIND_UINT16: u32 = 7
export const KIND_UINT32: u32 = 8
export const KIND_UINT64: u32 = 9
export const KIND_FLOAT32: u32 = 10
export const KIND_FLOAT64: u32 = 11
export const KIND_TEXT: u32 = 12
/** Bytes that stand as they are. */
export const KIND_RAW: u32 = 13
export const KIND_LIST: u32 = 14
export const KIND_FIXED_LIST: u32 = 15
export const KIND_STRUCT: u32 = 16
export const KIND_DICTIONARY: u32 = 17
/** Days, i32; milliseconds, i64; timestamps, i64, whose `NODE_COUNT` is the unit, and 4 more for an instant. In JSON, text. */
export const KIND_DATE_DAYS: u32 = 18
export const KIND_DATE_MILLISECONDS: u32 = 19
export const KIND_TIMESTAMP: u32 = 20
