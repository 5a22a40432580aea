import type { PackDetail } from '../../app/protocol/packing.ts'
import { isAbortError } from '../../core/errors.ts'

/** Positions kept, 13 bytes each: about 50 MB. */
const MOST_POSITIONS = 4_000_000

type ReadDetail = (pack: number, signal: AbortSignal) => Promise<PackDetail>

/** The tokens of the packs in the window, read pack by pack while they are drawn one by one. */
export class PackDetails {
  readonly #read: ReadDetail
  readonly #onChange: () => void
  readonly #onError: (error: unknown) => void
  /** In order of last use, oldest first. */
  readonly #details = new Map<number, PackDetail>()
  readonly #pending = new Map<number, AbortController>()
  readonly #failed = new Set<number>()
  #positions = 0

  constructor(read: ReadDetail, onChange: () => void, onError: (error: unknown) => void) {
    this.#read = read
    this.#onChange = onChange
    this.#onError = onError
  }

  /** Asks for packs `[packStart, packEnd)`, and abandons what is under way for others. */
  want(packStart: number, packEnd: number): void {
    for (const [pack, controller] of this.#pending) {
      if (pack >= packStart && pack < packEnd) continue
      this.#pending.delete(pack)
      controller.abort()
    }
    for (let pack = packStart; pack < packEnd; pack++) {
      const held = this.#details.get(pack)
      if (held) {
        this.#details.delete(pack)
        this.#details.set(pack, held)
      } else if (!this.#pending.has(pack) && !this.#failed.has(pack)) void this.#load(pack)
    }
    for (const [pack, detail] of this.#details) {
      if (this.#positions <= MOST_POSITIONS || (pack >= packStart && pack < packEnd)) break
      this.#details.delete(pack)
      this.#positions -= detail.inputIds.length
    }
  }

  /** The pack's tokens, or null while they are not here. */
  get(pack: number): PackDetail | null {
    return this.#details.get(pack) ?? null
  }

  dispose(): void {
    for (const controller of this.#pending.values()) controller.abort()
    this.#pending.clear()
    this.#details.clear()
  }

  async #load(pack: number): Promise<void> {
    const controller = new AbortController()
    this.#pending.set(pack, controller)
    try {
      const detail = await this.#read(pack, controller.signal)
      if (this.#pending.get(pack) !== controller) return
      this.#pending.delete(pack)
      this.#details.set(pack, detail)
      this.#positions += detail.inputIds.length
      this.#onChange()
    } catch (error) {
      if (this.#pending.get(pack) !== controller) return
      this.#pending.delete(pack)
      if (isAbortError(error)) return
      this.#failed.add(pack)
      this.#onError(error)
    }
  }
}
