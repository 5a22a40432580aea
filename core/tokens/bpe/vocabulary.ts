/** The tokens of a tokenizer by id and by text; what they are in text. */
export class Vocabulary {
  /** Ids are below it. */
  readonly size: number
  readonly #texts: (string | undefined)[]
  readonly #ids: ReadonlyMap<string, number>
  readonly #bytes: Uint8Array
  readonly #ends: Uint32Array

  /**
   * @param texts by id, with holes for ids that are no token
   * @param bytesOf what a token stands for in text
   */
  constructor(
    texts: (string | undefined)[],
    ids: ReadonlyMap<string, number>,
    bytesOf: (text: string, id: number) => Uint8Array,
  ) {
    this.size = texts.length
    this.#texts = texts
    this.#ids = ids
    this.#ends = new Uint32Array(texts.length)
    const parts: Uint8Array[] = []
    let end = 0
    for (let id = 0; id < texts.length; id++) {
      const text = texts[id]
      if (text !== undefined) {
        const bytes = bytesOf(text, id)
        parts.push(bytes)
        end += bytes.length
      }
      this.#ends[id] = end
    }
    this.#bytes = new Uint8Array(end)
    let at = 0
    for (const part of parts) {
      this.#bytes.set(part, at)
      at += part.length
    }
  }

  bytes(id: number): Uint8Array {
    const end = this.#ends[id] ?? 0
    return this.#bytes.subarray(id === 0 ? 0 : (this.#ends[id - 1] ?? end), end)
  }

  byteLength(id: number): number {
    return this.#ends[id]! - (id === 0 ? 0 : this.#ends[id - 1]!)
  }

  text(id: number): string | null {
    return this.#texts[id] ?? null
  }

  id(text: string): number | null {
    return this.#ids.get(text) ?? null
  }
}
