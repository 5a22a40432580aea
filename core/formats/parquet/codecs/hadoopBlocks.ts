/** A block of LZ4 with the length it has once decompressed. */
export interface StoredBlock {
  stored: Uint8Array
  plainBytes: number
}

/**
 * The blocks of a buffer in Hadoop's framing: plain length, stored length (both 32 bits, big-endian), block, and so on
 * to the end. Null where the lengths do not add up to the buffer and to `plainLength`: then it is something else.
 */
export function hadoopBlocks(bytes: Uint8Array, plainLength: number): StoredBlock[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const blocks: StoredBlock[] = []
  let plain = 0
  let at = 0
  while (at + 8 <= bytes.length) {
    const plainBytes = view.getUint32(at)
    const storedBytes = view.getUint32(at + 4)
    at += 8
    if (storedBytes > bytes.length - at || plainBytes > plainLength - plain) return null
    blocks.push({ stored: bytes.subarray(at, at + storedBytes), plainBytes })
    at += storedBytes
    plain += plainBytes
  }
  return at === bytes.length && plain === plainLength && blocks.length > 0 ? blocks : null
}
