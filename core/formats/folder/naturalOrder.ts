const PARTS = /(\d+)/

/** A path cut into what is compared: by folder and name, text at even places and digits at odd ones. */
type Key = readonly (readonly string[])[]

/**
 * Sorts by paths as people count: `shard-2` before `shard-10`, folder by folder, capitals before small letters where
 * nothing else differs, and equal numbers written with more zeros first.
 */
export function sortNaturally<T>(items: readonly T[], pathOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, path: pathOf(item), key: keyOf(pathOf(item)) }))
    .sort((a, b) => compareKeys(a.key, b.key) || compareText(a.path, b.path))
    .map(({ item }) => item)
}

function keyOf(path: string): Key {
  return path.split('/').map((name) => name.split(PARTS))
}

function compareKeys(left: Key, right: Key): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareNames(left[i] as readonly string[], right[i] as readonly string[])
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareNames(left: readonly string[], right: readonly string[]): number {
  let zeros = 0
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [a, b] = [left[i] as string, right[i] as string]
    const order = i % 2 === 1 ? compareDigits(a, b) : compareText(a, b)
    if (order !== 0) return order
    zeros ||= b.length - a.length
  }
  return left.length - right.length || zeros
}

/** By value, however many digits. */
function compareDigits(left: string, right: string): number {
  const [a, b] = [left.replace(/^0+(?=\d)/, ''), right.replace(/^0+(?=\d)/, '')]
  return a.length - b.length || compareText(a, b)
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
