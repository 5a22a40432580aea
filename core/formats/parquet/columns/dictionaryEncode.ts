import { Data } from 'apache-arrow'

const FNV_START = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** Texts as indexes into those that differ, in the order they come first. Null slots are the index 0. */
export function dictionaryEncode(texts: Data): { indexes: Int32Array; values: Data } {
  const bytes = texts.values as Uint8Array
  const offsets = texts.valueOffsets as unknown as Int32Array | BigInt64Array
  const start = (row: number) => Number(offsets[row])
  const isNull = (row: number) =>
    texts.nullCount > 0 && ((texts.nullBitmap[row >> 3] as number) & (1 << (row & 7))) === 0
  const indexes = new Int32Array(texts.length)
  /** Row of the first text of each value, and values by hash, in chains. */
  const firstRows: number[] = []
  const chains = new Map<number, number[]>()
  const same = (row: number, other: number): boolean => {
    const length = start(row + 1) - start(row)
    if (length !== start(other + 1) - start(other)) return false
    for (let i = 0; i < length; i++) if (bytes[start(row) + i] !== bytes[start(other) + i]) return false
    return true
  }
  for (let row = 0; row < texts.length; row++) {
    if (isNull(row)) continue
    let hash = FNV_START
    for (let at = start(row); at < start(row + 1); at++) hash = Math.imul(hash ^ (bytes[at] as number), FNV_PRIME)
    const chain = chains.get(hash)
    let index = chain?.find((value) => same(firstRows[value] as number, row))
    if (index === undefined) {
      index = firstRows.length
      firstRows.push(row)
      if (chain) chain.push(index)
      else chains.set(hash, [index])
    }
    indexes[row] = index
  }
  return { indexes, values: gather(texts, firstRows, start, bytes) }
}

function gather(texts: Data, rows: readonly number[], start: (row: number) => number, bytes: Uint8Array): Data {
  const isLarge = texts.valueOffsets instanceof BigInt64Array
  const ends = new Int32Array(rows.length + 1)
  rows.forEach((row, index) => {
    ends[index + 1] = (ends[index] as number) + start(row + 1) - start(row)
  })
  const values = new Uint8Array(ends[rows.length] as number)
  rows.forEach((row, index) => void values.set(bytes.subarray(start(row), start(row + 1)), ends[index]))
  const offsets = isLarge ? BigInt64Array.from(ends, BigInt) : ends
  return new Data(texts.type, 0, rows.length, 0, [offsets, values] as never)
}
