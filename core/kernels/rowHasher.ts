/** The bytes that are hashed, of consecutive rows. */
export interface KeyBytes {
  /** A view of the column's own buffer where that holds the keys as they are. */
  bytes: Uint8Array
  /** One more than there are rows: key `i` is `bytes[offsets[i], offsets[i + 1])`. */
  offsets: Uint32Array
}

/** SHA-256 of many rows. */
export interface RowHasher {
  /**
   * Writes the digest of key `i` to `out[32 × i, 32 × i + 32)`.
   * @param out at least 32 bytes a row
   */
  hashRows(keys: KeyBytes, out: Uint8Array): void
}
