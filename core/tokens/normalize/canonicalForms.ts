import { combiningClass, compose, decompose } from '../unicode/canonical.ts'

/** Code points with the changes `transform` aligns them by. */
export interface Changed {
  points: number[]
  changes: number[]
}

/**
 * NFD (UAX 15), each code point with 0, or 1 where it is not the first of a decomposition; they keep these when marks are
 * put in order, as in the crate Rust's `tokenizers` uses.
 */
export function toNfd(points: readonly number[]): Changed {
  const out: Changed = { points: [], changes: [] }
  // Where the marks begin that no starter stands behind yet.
  let ready = 0
  const push = (point: number, change: number) => {
    if (combiningClass(point) === 0) {
      sortMarks(out, ready)
      ready = out.points.length + 1
    }
    out.points.push(point)
    out.changes.push(change)
  }
  for (const point of points) {
    const parts = decompose(point)
    if (parts === null) push(point, 0)
    else for (const [i, part] of parts.entries()) push(part, i === 0 ? 0 : 1)
  }
  sortMarks(out, ready)
  return out
}

/** Puts the marks from `first` on in the order of their classes; equal ones stay as they stand. */
function sortMarks({ points, changes }: Changed, first: number): void {
  const count = points.length - first
  if (count < 2) return
  const marks = points
    .slice(first)
    .map((point, i) => ({ point, change: changes[first + i]!, of: combiningClass(point) }))
  marks.sort((a, b) => a.of - b.of)
  for (const [i, mark] of marks.entries()) {
    points[first + i] = mark.point
    changes[first + i] = mark.change
  }
}

/** NFC (UAX 15); one composed of two changes by what both do, less one. */
export function toNfc(text: readonly number[]): Changed {
  const { points, changes } = toNfd(text)
  const out: Changed = { points: [], changes: [] }
  let starter = -1
  // Class of the last mark behind the starter that was not taken into it; -1 for none.
  let lastClass = -1
  for (const [i, point] of points.entries()) {
    const of = combiningClass(point)
    const blocked = starter < 0 || (lastClass >= 0 && lastClass >= of)
    const whole = blocked ? -1 : compose(out.points[starter]!, point)
    if (whole >= 0) {
      out.points[starter] = whole
      out.changes[starter]! += changes[i]! - 1
      continue
    }
    if (of === 0) {
      starter = out.points.length
      lastClass = -1
    } else lastClass = of
    out.points.push(point)
    out.changes.push(changes[i]!)
  }
  return out
}
