import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts'

/** Tables up to this size are searched by comparing bytes; larger ones by decoding the key. */
const LINEAR_LIMIT = 24

/** Names in order of first appearance, found again by their UTF-8 bytes without making strings of them. */
export class KeyTable {
  readonly names: string[] = []
  readonly #keys: Uint8Array[] = []
  readonly #positions = new Map<string, number>()

  constructor(names: readonly string[] = []) {
    for (const name of names) this.add(name)
  }

  get size(): number {
    return this.names.length
  }

  /** Adds a name that is not there yet; its position is the old `size`. */
  add(name: string): void {
    this.#positions.set(name, this.names.length)
    this.names.push(name)
    this.#keys.push(encodeUtf8(name))
  }

  /** Takes the last name out again. */
  removeLast(): void {
    const name = this.names.pop()
    this.#keys.pop()
    if (name !== undefined) this.#positions.delete(name)
  }

  find(name: string): number {
    return this.#positions.get(name) ?? -1
  }

  /**
   * Position of the name whose bytes are `bytes[start, end)`, or -1.
   * @param hint where to look first: keys mostly come in the order of the row before
   */
  findBytes(bytes: Uint8Array, start: number, end: number, hint: number): number {
    const size = this.names.length
    if (hint < size && this.#equals(hint, bytes, start, end)) return hint
    if (size > LINEAR_LIMIT) return this.find(decodeUtf8(bytes, start, end))
    for (let i = 0; i < size; i++) if (this.#equals(i, bytes, start, end)) return i
    return -1
  }

  #equals(position: number, bytes: Uint8Array, start: number, end: number): boolean {
    const key = this.#keys[position]!
    if (key.length !== end - start) return false
    for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false
    return true
  }
}
