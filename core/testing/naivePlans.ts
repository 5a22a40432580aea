/**
 * The trainers' rules in the plainest words, quadratic and worse: what the quick ones are held to. All take lengths and
 * return the items of each pack.
 */

/** Axolotl: first fit in order, group by group; a full bin and one without room are passed over. */
export function naiveMultipack(lengths: readonly number[], capacity: number, groupSize: number, binSize: number) {
  const packs: number[][] = []
  for (let start = 0; start < lengths.length; start += groupSize) {
    const bins: number[][] = []
    for (let item = start; item < Math.min(lengths.length, start + groupSize); item++) {
      const bin = bins.find((items) => room(items, lengths, capacity) >= lengths[item]! && items.length < binSize)
      if (bin) bin.push(item)
      else bins.push([item])
    }
    packs.push(...bins)
  }
  return packs
}

/** NeMo: first fit, longest first, equal ones in order; a row of n tokens counts n - 1. */
export function naiveFirstFitDecreasing(lengths: readonly number[], capacity: number) {
  const counted = lengths.map((length) => length - 1)
  const packs: number[][] = []
  for (const item of descending(lengths)) {
    const pack = packs.find((items) => room(items, counted, capacity) >= counted[item]!)
    if (pack) pack.push(item)
    else packs.push([item])
  }
  return packs
}

/** TRL: longest first, in the pack with the least room that is enough; of several the one that got its room first. */
export function naiveBestFit(lengths: readonly number[], capacity: number) {
  const packs: { items: number[]; since: number }[] = []
  for (const [time, item] of descending(lengths).entries()) {
    const fitting = packs.filter(({ items }) => room(items, lengths, capacity) >= lengths[item]!)
    fitting.sort((a, b) => room(a.items, lengths, capacity) - room(b.items, lengths, capacity) || a.since - b.since)
    const pack = fitting[0] ?? { items: [], since: 0 }
    if (!fitting[0]) packs.push(pack)
    pack.items.push(item)
    pack.since = time
  }
  return packs.map(({ items }) => items)
}

/** ms-swift: as TRL, but of several the one opened first; or the pack with the most room. One chunk. */
export function naiveSwift(lengths: readonly number[], capacity: number, fit: 'fullest' | 'emptiest') {
  const packs: number[][] = []
  for (const item of descending(lengths)) {
    const fitting = packs.filter((items) => room(items, lengths, capacity) >= lengths[item]!)
    const rooms = fitting.map((items) => room(items, lengths, capacity))
    const wanted = fit === 'fullest' ? Math.min(...rooms) : Math.max(...rooms)
    const pack = fitting[rooms.indexOf(wanted)]
    if (pack) pack.push(item)
    else packs.push([item])
  }
  return packs
}

/** LLaMA-Factory: pack by pack the longest that fits, of equal ones the last. One batch. */
export function naiveKnapsack(lengths: readonly number[], capacity: number) {
  let left = [...lengths.keys()].sort((a, b) => lengths[a]! - lengths[b]! || a - b)
  const packs: number[][] = []
  while (left.length > 0) {
    const pack: number[] = []
    for (;;) {
      const item = left.findLast((candidate) => lengths[candidate]! <= room(pack, lengths, capacity))
      if (item === undefined) break
      pack.push(item)
      left = left.filter((other) => other !== item)
    }
    packs.push(pack)
  }
  return packs
}

/** The fewest packs there can be, by trying everything: for a handful of items. */
export function fewestPacks(lengths: readonly number[], capacity: number): number {
  const sorted = [...lengths].sort((a, b) => b - a)
  let fewest = sorted.length
  const place = (item: number, rooms: number[]): void => {
    if (rooms.length >= fewest) return
    if (item === sorted.length) {
      fewest = rooms.length
      return
    }
    const length = sorted[item]!
    for (const [i, room] of rooms.entries()) {
      if (room >= length && rooms.indexOf(room) === i) place(item + 1, rooms.with(i, room - length))
    }
    place(item + 1, [...rooms, capacity - length])
  }
  place(0, [])
  return fewest
}

function room(items: readonly number[], lengths: readonly number[], capacity: number): number {
  return items.reduce((left, item) => left - lengths[item]!, capacity)
}

function descending(lengths: readonly number[]): number[] {
  return [...lengths.keys()].sort((a, b) => lengths[b]! - lengths[a]! || a - b)
}
