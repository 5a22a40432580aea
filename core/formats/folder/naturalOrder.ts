const PARTS = /(\d+)/

/**
 * Order of paths as people count: `shard-2` before `shard-10`, folder by folder, capitals before small letters where
 * nothing else differs. Equal numbers written with more zeros come later.
 */
export function naturalOrder(left: string, right: string): number {
  const [lefts, rights] = [left.split('/'), right.split('/')]
  for (let i = 0; i < Math.min(lefts.length, rights.length); i++) {
    const order = compareNames(lefts[i] as string, rights[i] as string)
    if (order !== 0) return order
  }
  return lefts.length - rights.length
}

function compareNames(left: string, right: string): number {
  // Odd places hold digits.
  const [lefts, rights] = [left.split(PARTS), right.split(PARTS)]
  for (let i = 0; i < Math.min(lefts.length, rights.length); i++) {
    const order =
      i % 2 === 1
        ? compareDigits(lefts[i] as string, rights[i] as string)
        : compareText(lefts[i] as string, rights[i] as string)
    if (order !== 0) return order
  }
  return lefts.length - rights.length || compareText(left, right)
}

/** By value, however many digits. */
function compareDigits(left: string, right: string): number {
  const [a, b] = [left.replace(/^0+(?=\d)/, ''), right.replace(/^0+(?=\d)/, '')]
  return a.length - b.length || compareText(a, b)
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
