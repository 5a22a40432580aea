import { isAbortError } from '../../core/errors.ts'

/** Buckets of one tile; a window is covered by a few. */
export const TILE_BUCKETS = 512
/** Tiles kept: 2 kB each. */
const MOST_TILES = 512

type ReadFill = (packStart: number, packEnd: number, buckets: number, signal: AbortSignal) => Promise<Float32Array>

/** The level whose buckets hold about the packs of one pixel: buckets of level n hold 2^n packs. */
export function tileLevel(packsPerPx: number): number {
  return Math.max(0, Math.floor(Math.log2(Math.max(1, packsPerPx))))
}

/**
 * Mean fill of packs where a pixel stands for several, in tiles of ever coarser buckets: whatever the zoom, a few
 * small answers cover the window, and coarser ones stand in until they have come.
 */
export class FillTiles {
  readonly #packs: number
  readonly #read: ReadFill
  readonly #onChange: () => void
  readonly #onError: (error: unknown) => void
  /** In order of last use, oldest first. */
  readonly #tiles = new Map<string, Float32Array>()
  readonly #pending = new Map<string, AbortController>()
  readonly #failed = new Set<string>()

  constructor(packs: number, read: ReadFill, onChange: () => void, onError: (error: unknown) => void) {
    this.#packs = packs
    this.#read = read
    this.#onChange = onChange
    this.#onError = onError
  }

  /** Asks for packs `[packStart, packEnd)` in buckets of `2 ** level`, and abandons what is under way for others. */
  want(packStart: number, packEnd: number, level: number): void {
    const span = TILE_BUCKETS * 2 ** level
    const keys = new Map<string, number>()
    for (let tile = Math.floor(packStart / span); tile * span < Math.min(packEnd, this.#packs); tile++) {
      keys.set(`${level}:${tile}`, tile * span)
    }
    for (const [key, controller] of this.#pending) {
      if (keys.has(key)) continue
      this.#pending.delete(key)
      controller.abort()
    }
    for (const [key, start] of keys) {
      const held = this.#tiles.get(key)
      if (held) {
        this.#tiles.delete(key)
        this.#tiles.set(key, held)
      } else if (!this.#pending.has(key) && !this.#failed.has(key)) void this.#load(key, start, level)
    }
    for (const key of this.#tiles.keys()) {
      if (this.#tiles.size <= MOST_TILES) return
      if (!keys.has(key)) this.#tiles.delete(key)
    }
  }

  /** Mean fill of packs `[packStart, packEnd)` from tiles of `level` or coarser; null while none is here. */
  mean(packStart: number, packEnd: number, level: number): number | null {
    const coarsest = tileLevel(this.#packs / TILE_BUCKETS) + 1
    for (let at = level; at <= coarsest; at++) {
      const found = this.#meanAt(packStart, packEnd, at)
      if (found !== null) return found
    }
    return null
  }

  dispose(): void {
    for (const controller of this.#pending.values()) controller.abort()
    this.#pending.clear()
    this.#tiles.clear()
  }

  #meanAt(packStart: number, packEnd: number, level: number): number | null {
    const size = 2 ** level
    const first = Math.floor(packStart / size)
    const last = Math.max(first + 1, Math.ceil(Math.min(packEnd, this.#packs) / size))
    let sum = 0
    for (let bucket = first; bucket < last; bucket++) {
      const tile = this.#tiles.get(`${level}:${Math.floor(bucket / TILE_BUCKETS)}`)
      const fill = tile?.[bucket % TILE_BUCKETS]
      if (fill === undefined) return null
      sum += fill
    }
    return sum / (last - first)
  }

  async #load(key: string, start: number, level: number): Promise<void> {
    const controller = new AbortController()
    this.#pending.set(key, controller)
    const size = 2 ** level
    // The last bucket of all may be smaller than the others: it is read on its own.
    const end = Math.min(this.#packs, start + TILE_BUCKETS * size)
    const whole = Math.floor((end - start) / size)
    const rest = end - start - whole * size
    try {
      const parts = await Promise.all([
        whole > 0 ? this.#read(start, start + whole * size, whole, controller.signal) : new Float32Array(0),
        rest > 0 ? this.#read(end - rest, end, 1, controller.signal) : new Float32Array(0),
      ])
      if (this.#pending.get(key) !== controller) return
      this.#pending.delete(key)
      this.#tiles.set(key, Float32Array.from([...parts[0], ...parts[1]]))
      this.#onChange()
    } catch (error) {
      if (this.#pending.get(key) !== controller) return
      this.#pending.delete(key)
      if (isAbortError(error)) return
      this.#failed.add(key)
      this.#onError(error)
    }
  }
}
