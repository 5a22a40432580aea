/** Where a leaf of a row group lies and what is known of it. Offsets are bytes from the chunk's start. */
export interface LeafFacts {
  /** Entries of its levels: values, nulls and empty lists. */
  entries: number
  /** Bytes of its pages with their headers, before compression and as stored. */
  plainBytes: number
  storedBytes: number
  /** Null where there is no dictionary. */
  dictionaryOffset: number | null
  dataOffset: number
  pages: PageFacts
  /** Thrift. */
  statistics: Uint8Array
  /** Thrift; null where there is none. */
  columnIndex: Uint8Array | null
}

/** Data pages in order. */
export interface PageFacts {
  offsets: number[]
  /** Stored bytes with their headers. */
  sizes: number[]
  firstRows: number[]
}

/**
 * The facts of all leaves of a row group in two arrays, which travel between threads as fast as they are long: a row group
 * may have hundreds of thousands of leaves.
 */
export interface RowGroupFacts {
  numbers: Float64Array<ArrayBuffer>
  bytes: Uint8Array<ArrayBuffer>
}

const NONE = -1
const FIXED_NUMBERS = 8

export function packFacts(leaves: readonly LeafFacts[]): RowGroupFacts {
  const numbers = new Float64Array(
    leaves.reduce((size, { pages }) => size + FIXED_NUMBERS + pages.offsets.length * 3, 0),
  )
  const size = leaves.reduce((sum, leaf) => sum + leaf.statistics.length + (leaf.columnIndex?.length ?? 0), 0)
  const bytes = new Uint8Array(size)
  let at = 0
  let byte = 0
  for (const { pages, statistics, columnIndex, ...leaf } of leaves) {
    numbers.set([leaf.entries, leaf.plainBytes, leaf.storedBytes, leaf.dictionaryOffset ?? NONE, leaf.dataOffset], at)
    numbers.set([pages.offsets.length, statistics.length, columnIndex?.length ?? 0], at + 5)
    at += FIXED_NUMBERS
    for (const list of [pages.offsets, pages.sizes, pages.firstRows]) {
      numbers.set(list, at)
      at += list.length
    }
    bytes.set(statistics, byte)
    byte += statistics.length
    if (columnIndex) bytes.set(columnIndex, byte)
    byte += columnIndex?.length ?? 0
  }
  return { numbers, bytes }
}

/** Goes over the leaves `packFacts` was given, one by one, without making anything for them. */
export class FactsCursor {
  readonly #numbers: Float64Array
  readonly bytes: Uint8Array
  #next = 0
  #at = 0
  #byte = 0

  constructor({ numbers, bytes }: RowGroupFacts) {
    this.#numbers = numbers
    this.bytes = bytes
  }

  /** On to the next leaf; false behind the last. */
  advance(): boolean {
    if (this.#next > 0) this.#byte = this.columnIndexEnd
    this.#at = this.#next
    if (this.#at >= this.#numbers.length) return false
    this.#next = this.#at + FIXED_NUMBERS + this.pages * 3
    return true
  }

  #number(place: number): number {
    return this.#numbers[this.#at + place] as number
  }

  get entries(): number {
    return this.#number(0)
  }
  get plainBytes(): number {
    return this.#number(1)
  }
  get storedBytes(): number {
    return this.#number(2)
  }
  get dictionaryOffset(): number | null {
    const offset = this.#number(3)
    return offset === NONE ? null : offset
  }
  get dataOffset(): number {
    return this.#number(4)
  }
  get pages(): number {
    return this.#number(5)
  }
  /** Statistics are `[statisticsStart, columnIndexStart)` of `bytes`, the column index what follows: nothing for none. */
  get statisticsStart(): number {
    return this.#byte
  }
  get columnIndexStart(): number {
    return this.#byte + this.#number(6)
  }
  get columnIndexEnd(): number {
    return this.columnIndexStart + this.#number(7)
  }
  pageOffset(page: number): number {
    return this.#number(FIXED_NUMBERS + page)
  }
  pageSize(page: number): number {
    return this.#number(FIXED_NUMBERS + this.pages + page)
  }
  firstRow(page: number): number {
    return this.#number(FIXED_NUMBERS + this.pages * 2 + page)
  }
}
