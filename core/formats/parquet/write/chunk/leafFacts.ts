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
    numbers.set([pages.offsets.length, statistics.length, columnIndex?.length ?? NONE], at + 5)
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

/** The leaves `packFacts` was given, one by one. */
export function* unpackFacts({ numbers, bytes }: RowGroupFacts): Generator<LeafFacts> {
  let at = 0
  let byte = 0
  const list = (count: number) => {
    at += count
    return [...numbers.subarray(at - count, at)]
  }
  const take = (length: number) => {
    byte += length
    return bytes.subarray(byte - length, byte)
  }
  while (at < numbers.length) {
    const [entries, plainBytes, storedBytes, dictionary, dataOffset] = list(5) as [
      number,
      number,
      number,
      number,
      number,
    ]
    const [count, statisticsBytes, indexBytes] = list(3) as [number, number, number]
    const pages = { offsets: list(count), sizes: list(count), firstRows: list(count) }
    const statistics = take(statisticsBytes)
    const columnIndex = indexBytes === NONE ? null : take(indexBytes)
    const dictionaryOffset = dictionary === NONE ? null : dictionary
    yield { entries, plainBytes, storedBytes, dictionaryOffset, dataOffset, pages, statistics, columnIndex }
  }
}
