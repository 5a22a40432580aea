/** A file of a zip archive, stored as it is. */
export interface ZipEntry {
  /** With `/` between folders. */
  name: string
  bytes: number
  crc32: number
  /** Where its header lies in the archive. */
  offset: number
}

/** Versions of the format that are needed. */
const PLAIN = 20
const WITH_ZIP64 = 45
const MADE_BY_UNIX = 3 << 8
const UTF8_NAMES = 1 << 11
/** 1980-01-01: archives of the same files are the same bytes. */
const DATE = 0x0021
const PLAIN_FILE = 0o100644 << 16
const MOST_16 = 0xffff
const MOST_32 = 0xffffffff

/**
 * What stands before a file's bytes. As long whatever the checksum: it may be written again when that is known.
 * Layout: APPNOTE.TXT of PKWARE, 4.3.7, and 4.5.3 (zip64) for 4 GiB and more.
 */
export function zipHeader({ name, bytes, crc32 }: Omit<ZipEntry, 'offset'>): Uint8Array<ArrayBuffer> {
  const out = new Fields()
  const isLong = bytes >= MOST_32
  out.u32(0x04034b50)
  out.u16(isLong ? WITH_ZIP64 : PLAIN, UTF8_NAMES, 0, 0, DATE)
  out.u32(crc32, Math.min(bytes, MOST_32), Math.min(bytes, MOST_32))
  out.u16(out.nameLength(name), isLong ? 20 : 0)
  out.text(name)
  if (isLong) {
    out.u16(1, 16)
    out.u64(bytes, bytes)
  }
  return out.taken
}

/**
 * What stands behind all files: the list of them, and where it is. Sizes and places that do not fit 32 bits are in zip64
 * fields (4.3.12 to 4.3.16).
 * @param listStart length of the archive so far
 */
export function zipEnd(entries: readonly ZipEntry[], listStart: number): Uint8Array<ArrayBuffer> {
  const out = new Fields()
  for (const { name, bytes, crc32, offset } of entries) {
    const long = [...(bytes >= MOST_32 ? [bytes, bytes] : []), ...(offset >= MOST_32 ? [offset] : [])]
    out.u32(0x02014b50)
    const version = long.length > 0 ? WITH_ZIP64 : PLAIN
    out.u16(MADE_BY_UNIX | version, version, UTF8_NAMES, 0, 0, DATE)
    out.u32(crc32, Math.min(bytes, MOST_32), Math.min(bytes, MOST_32))
    const length = out.nameLength(name)
    out.u16(length, long.length > 0 ? 4 + 8 * long.length : 0, 0, 0, 0)
    out.u32(PLAIN_FILE, Math.min(offset, MOST_32))
    out.text(name)
    if (long.length > 0) {
      out.u16(1, 8 * long.length)
      out.u64(...long)
    }
  }
  const count = entries.length
  const listBytes = out.length
  if (count >= MOST_16 || listBytes >= MOST_32 || listStart >= MOST_32) {
    out.u32(0x06064b50)
    out.u64(44)
    out.u16(MADE_BY_UNIX | WITH_ZIP64, WITH_ZIP64)
    out.u32(0, 0)
    out.u64(count, count, listBytes, listStart)
    out.u32(0x07064b50, 0)
    out.u64(listStart + listBytes)
    out.u32(1)
  }
  out.u32(0x06054b50)
  out.u16(0, 0, Math.min(count, MOST_16), Math.min(count, MOST_16))
  out.u32(Math.min(listBytes, MOST_32), Math.min(listStart, MOST_32))
  out.u16(0)
  return out.taken
}

/** Little-endian numbers and names, one behind the other. */
class Fields {
  #bytes = new Uint8Array(1024)
  #view = new DataView(this.#bytes.buffer)
  length = 0

  get taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length)
  }

  #room(bytes: number): number {
    if (this.length + bytes > this.#bytes.length) {
      const grown = new Uint8Array((this.length + bytes) * 2)
      grown.set(this.#bytes.subarray(0, this.length))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    this.length += bytes
    return this.length - bytes
  }

  u16(...values: number[]): void {
    for (const value of values) {
      const at = this.#room(2) // may bring another view
      this.#view.setUint16(at, value, true)
    }
  }

  u32(...values: number[]): void {
    for (const value of values) {
      const at = this.#room(4) // may bring another view
      this.#view.setUint32(at, value >>> 0, true)
    }
  }

  u64(...values: number[]): void {
    for (const value of values) {
      const at = this.#room(8) // may bring another view
      this.#view.setBigUint64(at, BigInt(value), true)
    }
  }

  nameLength(name: string): number {
    return new TextEncoder().encode(name).length
  }

  text(name: string): void {
    const bytes = new TextEncoder().encode(name)
    const at = this.#room(bytes.length)
    this.#bytes.set(bytes, at)
  }
}
