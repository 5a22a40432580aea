/** What opening reads before it answers; more only when the first record is longer. */
export const SAMPLE_BYTES = 1024 ** 2

/** A longer record becomes a row of nulls with a `limit/exceeded` issue. */
export const MAX_RECORD_BYTES = 256 * 1024 ** 2

/** Chunk of a long pass: large enough that reading costs nothing per row, small enough to cancel promptly. */
export const CHUNK_BYTES = 4 * 1024 ** 2

/** First chunk of a short scan; later ones double up to `CHUNK_BYTES`. */
export const FIRST_CHUNK_BYTES = 256 * 1024

/** A batch is handed over once its columns take this much, however few rows it has. */
export const BATCH_BYTES = 32 * 1024 ** 2

/** Rows in a batch where the caller does not say. */
export const BATCH_ROWS = 4096

/** The record index has an entry every so many rows, and every so many bytes. */
export const ENTRY_ROWS = 1024
export const ENTRY_BYTES = 1024 ** 2

/** An indexing pass reports after so many bytes or milliseconds, whichever is first. */
export const REPORT_BYTES = 64 * 1024 ** 2
export const REPORT_MS = 100

/** A split, where a parallel job may start, has at least so many bytes. */
export const SPLIT_BYTES = 8 * 1024 ** 2

/** Most issues of one pass that are listed; all are counted. */
export const LISTED_ISSUES = 1000

/** Most places of a schema whose drift is listed. */
export const LISTED_DRIFT = 1000

/** Fields of one struct (or columns of the table) before its keys are taken for data: JSON text then. */
export const MAX_STRUCT_FIELDS = 1000
export const MAX_COLUMNS = 10_000

/** Lists and structs inside each other that become columns; deeper values are JSON text. */
export const MAX_TYPE_DEPTH = 32

/** Deeper JSON is not read at all: the row becomes nulls with a `limit/exceeded` issue. */
export const MAX_JSON_DEPTH = 10_000
