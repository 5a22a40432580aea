import type { PackPage } from '../../app/protocol/datasets.ts'
import { isAbortError } from '../../core/errors.ts'
import { type Pack, packOf } from './segments.ts'

/** Packs asked for at once: with 1,000 segments each still under the 1 MB an answer may have. */
export const PACKS_PER_PAGE = 64
/** Budget of the cache, in segments (21 bytes each): about 40 MB at most. */
const MOST_SEGMENTS = 2_000_000
/** More than the lines of a tall screen. */
const MOST_DECODED = 512

type ReadPacks = (packStart: number, packEnd: number, signal: AbortSignal) => Promise<PackPage>

/**
 * The packs near the window, read page by page. A page that scrolled out of the window before it arrived is
 * abandoned; one that failed is not asked for again.
 */
export class PackPages {
  readonly #read: ReadPacks
  readonly #packs: number
  readonly #onChange: () => void
  readonly #onError: (error: unknown) => void
  /** In order of last use, oldest first. */
  readonly #pages = new Map<number, PackPage>()
  readonly #pending = new Map<number, AbortController>()
  readonly #failed = new Set<number>()
  /** Packs as objects, for those drawn again and again while the window moves over them. */
  readonly #decoded = new Map<number, Pack>()
  #segments = 0

  /** @param packs number of packs in the view */
  constructor(packs: number, read: ReadPacks, onChange: () => void, onError: (error: unknown) => void) {
    this.#packs = packs
    this.#read = read
    this.#onChange = onChange
    this.#onError = onError
  }

  /** Asks for packs `[packStart, packEnd)` and abandons what is under way for others. */
  want(packStart: number, packEnd: number): void {
    if (packEnd <= packStart) return
    const first = Math.floor(packStart / PACKS_PER_PAGE)
    const last = Math.floor((packEnd - 1) / PACKS_PER_PAGE)
    for (const [page, controller] of this.#pending) {
      if (page >= first && page <= last) continue
      this.#pending.delete(page)
      controller.abort()
    }
    for (let page = first; page <= last; page++) {
      const held = this.#pages.get(page)
      if (held) {
        this.#pages.delete(page)
        this.#pages.set(page, held)
      } else if (!this.#pending.has(page) && !this.#failed.has(page)) void this.#load(page)
    }
    this.#evict(last - first + 1)
  }

  /** The pack, or null while it is not here. */
  get(pack: number): Pack | null {
    const page = this.#pages.get(Math.floor(pack / PACKS_PER_PAGE))
    if (!page) return null
    const known = this.#decoded.get(pack)
    if (known) return known
    if (this.#decoded.size >= MOST_DECODED) this.#decoded.clear()
    const decoded = packOf(page, pack)
    this.#decoded.set(pack, decoded)
    return decoded
  }

  /** True when the pack could not be read. */
  failed(pack: number): boolean {
    return this.#failed.has(Math.floor(pack / PACKS_PER_PAGE))
  }

  /** Abandons everything. */
  dispose(): void {
    for (const controller of this.#pending.values()) controller.abort()
    this.#pending.clear()
    this.#pages.clear()
    this.#decoded.clear()
  }

  async #load(page: number): Promise<void> {
    const controller = new AbortController()
    this.#pending.set(page, controller)
    const packStart = page * PACKS_PER_PAGE
    try {
      const answer = await this.#read(packStart, Math.min(this.#packs, packStart + PACKS_PER_PAGE), controller.signal)
      if (this.#pending.get(page) !== controller) return // a late answer to an old question
      this.#pending.delete(page)
      this.#pages.set(page, answer)
      this.#segments += answer.rows.length
      this.#onChange()
    } catch (error) {
      if (this.#pending.get(page) !== controller) return
      this.#pending.delete(page)
      if (isAbortError(error)) return
      this.#failed.add(page)
      this.#onError(error)
      this.#onChange()
    }
  }

  #evict(inView: number): void {
    for (const [page, held] of this.#pages) {
      if (this.#segments <= MOST_SEGMENTS || this.#pages.size <= inView) return
      this.#pages.delete(page)
      this.#segments -= held.rows.length
    }
  }
}
