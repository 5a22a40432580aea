/** Edits after which the search gives up: it keeps 4 bytes for the square of them. */
export const MOST_EDITS = 1_000

/** `same` pieces of both, then `removed` of the first, then `added` of the second. */
export interface EditRun {
  same: number
  removed: number
  added: number
}

export interface EditPath {
  /** In order, to the end of both. */
  runs: EditRun[]
  /** False when the search gave up: what was left then stands as removed and added whole. */
  complete: boolean
}

/**
 * The fewest pieces to remove from `a` and to add of `b` that make one of the other, by the greedy algorithm of E. W.
 * Myers (An O(ND) Difference Algorithm and Its Variations, 1986). Beyond `mostEdits` the way that came furthest is taken
 * and the rest of both is one change.
 */
export function editPath(a: Int32Array, b: Int32Array, mostEdits = MOST_EDITS): EditPath {
  const limit = Math.min(mostEdits, a.length + b.length)
  const middle = limit + 1
  // How far into `a` the best way on each diagonal k = x - y reaches.
  const reach = new Int32Array(2 * middle + 1)
  const rounds: Int32Array[] = []
  for (let edits = 0; edits <= limit; edits++) {
    for (let k = -edits; k <= edits; k += 2) {
      const down = goesDown(reach, middle, edits, k)
      let x = edits === 0 ? 0 : down ? reach[middle + k + 1]! : reach[middle + k - 1]! + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      reach[middle + k] = x
      if (x === a.length && x - k === b.length) return { runs: wayTo(rounds, edits, x, x - k), complete: true }
    }
    rounds.push(reach.slice(middle - edits, middle + edits + 1))
  }
  const [x, y] = furthest(rounds.at(-1)!, a.length, b.length)
  const runs = wayTo(rounds, limit, x, y)
  runs.push({ same: 0, removed: a.length - x, added: b.length - y })
  return { runs, complete: false }
}

/** Whether the best way to diagonal `k` adds a piece of `b` last, rather than removing one of `a`. */
function goesDown(reach: Int32Array, middle: number, edits: number, k: number): boolean {
  return k === -edits || (k !== edits && reach[middle + k - 1]! < reach[middle + k + 1]!)
}

/** The point within both texts that a round came furthest to. Ways may have left the texts; those lead nowhere. */
function furthest(round: Int32Array, aLength: number, bLength: number): [number, number] {
  const edits = (round.length - 1) / 2
  let best: [number, number] = [0, 0]
  for (let k = -edits; k <= edits; k += 2) {
    const x = round[edits + k]!
    if (x <= aLength && x - k <= bLength && 2 * x - k > best[0] + best[1]) best = [x, x - k]
  }
  return best
}

/** The way that reached (x, y) after `edits` edits, from what was kept of the rounds before. */
function wayTo(rounds: readonly Int32Array[], edits: number, x: number, y: number): EditRun[] {
  const runs: EditRun[] = []
  let run: EditRun = { same: 0, removed: 0, added: 0 }
  for (; edits > 0; edits--) {
    const before = rounds[edits - 1]!
    const k = x - y
    const down = goesDown(before, edits - 1, edits, k)
    const fromK = down ? k + 1 : k - 1
    const fromX = before[edits - 1 + fromK]!
    const same = x - fromX - (down ? 0 : 1)
    if (same > 0) {
      runs.push({ ...run, same: 0 }, { same, removed: 0, added: 0 })
      run = { same: 0, removed: 0, added: 0 }
    }
    if (down) run.added++
    else run.removed++
    x = fromX
    y = fromX - fromK
  }
  runs.push(run, { same: x, removed: 0, added: 0 })
  return joined(runs.reverse())
}

/** Runs in order, each as long as it can be, without empty ones. */
function joined(parts: readonly EditRun[]): EditRun[] {
  const runs: EditRun[] = []
  for (const { same, removed, added } of parts) {
    const last = runs.at(-1)
    if (!last || (same > 0 && last.removed + last.added > 0)) runs.push({ same, removed, added })
    else {
      last.same += same
      last.removed += removed
      last.added += added
    }
  }
  return runs.filter(({ same, removed, added }) => same + removed + added > 0)
}
