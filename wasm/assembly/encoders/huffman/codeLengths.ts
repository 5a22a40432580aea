// Lengths of the best prefix code for a block's counts: Huffman's, computed in place over sorted counts (as Moffat and
// Katajainen do), then made to fit the longest length that the format has.

/** Lengths without a limit: counts of a block are far below the 46,000th Fibonacci number that 48 would take. */
const MAX_DEPTH: u32 = 47

/** Counts and symbols, sorted: count << 9 | symbol. */
const SORTED: usize = memory.data(288 * 4, 16)
/** Of the n - 1 inner nodes: weight, then parent, then depth. */
const NODES: usize = memory.data(288 * 4, 16)
/** How many codes there are of each length. */
const OF_LENGTH: usize = memory.data(48 * 4, 16)

// @ts-ignore: decorator
@inline
function word(base: usize, index: u32): u32 {
  return load<u32>(base + (index << 2))
}

// @ts-ignore: decorator
@inline
function setWord(base: usize, index: u32, value: u32): void {
  store<u32>(base + (index << 2), value)
}

/** Sorts the symbols that occur by count, equal ones by symbol. Returns how many there are. */
function sortSymbols(counts: usize, symbols: u32): u32 {
  let used: u32 = 0
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = word(counts, symbol)
    if (count > 0) setWord(SORTED, used++, (count << 9) | symbol)
  }
  // Shell's sort: a few hundred numbers, once a block.
  for (let gap: u32 = used > 100 ? 57 : 10; gap > 0; gap = gap == 57 ? 23 : gap == 23 ? 10 : gap == 10 ? 4 : gap == 4 ? 1 : 0) {
    for (let i = gap; i < used; i++) {
      const key = word(SORTED, i)
      let to = i
      for (; to >= gap && word(SORTED, to - gap) > key; to -= gap) setWord(SORTED, to, word(SORTED, to - gap))
      setWord(SORTED, to, key)
    }
  }
  return used
}

/** Fills OF_LENGTH for `used` sorted symbols, of which there are at least 2. */
function countLengths(used: u32): void {
  // Each inner node joins the two lightest of what is left: leaves in order, or inner nodes in order.
  let leaf: u32 = 0
  let inner: u32 = 0
  for (let next: u32 = 0; next < used - 1; next++) {
    let weight: u32 = 0
    for (let child = 0; child < 2; child++) {
      const isInner = leaf >= used || (inner < next && word(NODES, inner) < word(SORTED, leaf) >>> 9)
      if (isInner) {
        weight += word(NODES, inner)
        setWord(NODES, inner++, next)
      } else weight += word(SORTED, leaf++) >>> 9
    }
    setWord(NODES, next, weight)
  }
  setWord(NODES, used - 2, 0)
  for (let node = (used as i32) - 3; node >= 0; node--) setWord(NODES, node, word(NODES, word(NODES, node)) + 1)
  // Of the places at a depth, those that are no inner nodes are leaves.
  memory.fill(OF_LENGTH, 0, 48 * 4)
  let places: u32 = 1
  let node = (used as i32) - 2
  for (let depth: u32 = 0; places > 0; depth++) {
    let nodes: u32 = 0
    while (node >= 0 && word(NODES, node) == depth) {
      nodes++
      node--
    }
    setWord(OF_LENGTH, min(depth, MAX_DEPTH), places - nodes)
    places = nodes << 1
  }
}

/** Makes OF_LENGTH have no length over `limit`, and still be a whole code. */
function limitLengths(limit: u32): void {
  let longest = word(OF_LENGTH, limit)
  for (let length = limit + 1; length <= MAX_DEPTH; length++) longest += word(OF_LENGTH, length)
  setWord(OF_LENGTH, limit, longest)
  // Shares of the codes there are, in those of the longest length.
  let shares: u32 = 0
  for (let length: u32 = 1; length <= limit; length++) shares += word(OF_LENGTH, length) << (limit - length)
  // A shorter code gives its place to itself and to one of the longest: one share less.
  for (; shares > (1 as u32) << limit; shares--) {
    let length = limit - 1
    while (word(OF_LENGTH, length) == 0) length--
    setWord(OF_LENGTH, length, word(OF_LENGTH, length) - 1)
    setWord(OF_LENGTH, length + 1, word(OF_LENGTH, length + 1) + 2)
    setWord(OF_LENGTH, limit, word(OF_LENGTH, limit) - 1)
  }
}

/**
 * Writes the code length of each of `symbols` symbols to `lengths` (a byte each; 0 where the count is 0), none over `limit`.
 * A symbol that is alone has length 1. Counts are below 2^23.
 *
 * @returns how many symbols occur
 */
export function codeLengths(counts: usize, symbols: u32, limit: u32, lengths: usize): u32 {
  memory.fill(lengths, 0, symbols)
  const used = sortSymbols(counts, symbols)
  if (used == 1) store<u8>(lengths + (word(SORTED, 0) & 511), 1)
  if (used < 2) return used
  countLengths(used)
  limitLengths(limit)
  let at: u32 = 0
  for (let length = limit; length > 0; length--) {
    for (let left = word(OF_LENGTH, length); left > 0; left--) {
      store<u8>(lengths + (word(SORTED, at++) & 511), length as u8)
    }
  }
  return used
}
