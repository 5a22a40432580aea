import type { Import } from './imports.ts'

/**
 * A ring of files that import each other, first file repeated at its end; null where there is none. Type imports
 * count: a ring of them is a seam in the wrong place, too.
 */
export function findCycle(imports: readonly Import[]): string[] | null {
  const targets = new Map<string, string[]>()
  for (const { from, to, isPackage, query } of imports) {
    if (isPackage || query !== '') continue
    const list = targets.get(from)
    if (list) list.push(to)
    else targets.set(from, [to])
  }
  const done = new Set<string>()
  const path: string[] = []
  const search = (file: string): string[] | null => {
    const seenAt = path.indexOf(file)
    if (seenAt >= 0) return [...path.slice(seenAt), file]
    if (done.has(file)) return null
    path.push(file)
    for (const target of targets.get(file) ?? []) {
      const cycle = search(target)
      if (cycle) return cycle
    }
    path.pop()
    done.add(file)
    return null
  }
  for (const file of targets.keys()) {
    const cycle = search(file)
    if (cycle) return cycle
  }
  return null
}
