interface TrieNode {
  /** Number of what ends here, -1 for none. */
  value: number
  next: Map<number, TrieNode>
}

/** Looks for the longest of many byte sequences at a place. */
export class TokenTrie {
  /** 1 for bytes that one of them begins with. */
  readonly firsts = new Uint8Array(256)
  /** Of the last one found. */
  end = 0
  readonly #root: TrieNode = { value: -1, next: new Map() }

  /** The first of equal sequences counts. Empty ones are never found. */
  add(bytes: Uint8Array, value: number): void {
    if (bytes.length === 0) return
    this.firsts[bytes[0]!] = 1
    let node = this.#root
    for (const byte of bytes) {
      let next = node.next.get(byte)
      if (next === undefined) {
        next = { value: -1, next: new Map() }
        node.next.set(byte, next)
      }
      node = next
    }
    if (node.value < 0) node.value = value
  }

  /** Value of the longest sequence that begins at `at` and ends by `end`, its end then in `this.end`; -1 for none. */
  longestAt(bytes: Uint8Array, at: number, end: number): number {
    let found = -1
    let node: TrieNode | undefined = this.#root
    for (let i = at; i < end; ) {
      node = node.next.get(bytes[i]!)
      if (node === undefined) break
      i++
      if (node.value >= 0) {
        found = node.value
        this.end = i
      }
    }
    return found
  }
}
