/** Eight tables: a byte each of eight that are taken at once. */
const TABLES = makeTables()

/**
 * CRC-32 as zip, gzip and PNG have it (polynomial 0xEDB88320, reflected), going on from the bytes before.
 * @param crc of the bytes before; 0 at the start
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ]
  let c = ~crc
  let at = 0
  for (const end = bytes.length - 7; at < end; at += 8) {
    c ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    c =
      t7[c & 0xff]! ^
      t6[(c >>> 8) & 0xff]! ^
      t5[(c >>> 16) & 0xff]! ^
      t4[c >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!
  }
  for (; at < bytes.length; at++) c = t0[(c ^ bytes[at]!) & 0xff]! ^ (c >>> 8)
  return ~c >>> 0
}

function makeTables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    return crc
  })
  const tables = [first]
  for (let i = 1; i < 8; i++) {
    const before = tables[i - 1]!
    tables.push(Uint32Array.from(before, (crc) => first[crc & 0xff]! ^ (crc >>> 8)))
  }
  return tables
}
