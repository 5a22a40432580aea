/** A place in a compressed stream where decoding can go on. */
export interface Checkpoint {
  /** Plain bytes before it. */
  plainByte: number
  /** Compressed bytes before it. */
  packedByte: number
  /** Size of the decoder state the store keeps for it; 0 for an edge. */
  stateBytes: number
  /** The edge of a member or frame: its whole state, a few bytes that cost nothing to keep. Null otherwise. */
  edge: Uint8Array<ArrayBuffer> | null
}

/** Where the states of checkpoints are kept. Never throws, and is not relied upon: what is lost is decoded again. */
export interface StateStore {
  /** Most bytes of states, all checkpoints of a source together. */
  readonly budgetBytes: number
  /** @returns whether it is kept */
  put(checkpoint: Checkpoint, state: Uint8Array<ArrayBuffer>): Promise<boolean>
  /** The very bytes that were put; null when they are lost or damaged. */
  get(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer> | null>
  drop(checkpoint: Checkpoint): Promise<void>
}

/** Plain bytes between checkpoints that have a state: more for decoders whose state is large. */
const SPACING_BYTES = 32 * 1024 ** 2
const SPACING_STATES = 16
/** Plain bytes between edges of members or frames that are noted: they cost next to nothing. */
const EDGE_SPACING_BYTES = 1024 ** 2
const EDGE_STATE_BYTES = 4096

/**
 * The checkpoints of one compressed source, ascending. Spacing starts at `max(32 MiB, 16 × state)`; when the states
 * come over the store's budget every second one is dropped and the spacing doubles, so any file can be jumped in with
 * bounded space. Made by whoever decodes new ground; learnt from workers and from earlier sessions.
 */
export class Checkpoints {
  readonly #store: StateStore
  readonly #spacingBytes: number
  #all: Checkpoint[] = []
  #fresh: Checkpoint[] = []
  /** Places of the states put into the store here, and their bytes: those learnt are others' to drop. */
  readonly #own = new Set<number>()
  #ownBytes = 0
  #thinned = 1
  #adding: Promise<void> = Promise.resolve()
  #recall: (() => Promise<readonly Checkpoint[]>) | null

  /**
   * @param spacingBytes smallest distance between states; for tests
   * @param recall what others, who use the same store, know by now
   */
  constructor(store: StateStore, spacingBytes = SPACING_BYTES, recall?: () => Promise<readonly Checkpoint[]>) {
    this.#store = store
    this.#spacingBytes = spacingBytes
    this.#recall = recall ?? null
  }

  get all(): readonly Checkpoint[] {
    return this.#all
  }

  /** Those made here since the last call, without those dropped again. */
  takeFresh(): Checkpoint[] {
    const fresh = this.#fresh
    this.#fresh = []
    return fresh
  }

  /** The last one at or before `plainByte`; null: only the source's start is. */
  nearest(plainByte: number): Checkpoint | null {
    return this.#all[this.#after(plainByte) - 1] ?? null
  }

  /** Whether a state of `stateBytes` is worth keeping at `plainByte`. */
  wantsState(plainByte: number, stateBytes: number): boolean {
    const spacing = Math.max(this.#spacingBytes, SPACING_STATES * stateBytes) * this.#thinned
    return this.#isFree(plainByte, spacing)
  }

  /** Whether an edge at `plainByte` is worth noting. */
  wantsEdge(plainByte: number): boolean {
    return this.#isFree(plainByte, Math.min(EDGE_SPACING_BYTES, this.#spacingBytes))
  }

  #isFree(plainByte: number, spacing: number): boolean {
    const at = this.#after(plainByte)
    const next = this.#all[at]
    return (
      plainByte - (this.#all[at - 1]?.plainByte ?? 0) >= spacing &&
      (next === undefined || next.plainByte - plainByte >= spacing)
    )
  }

  /** Notes the edge of a member or frame; `state` is what a decoder has to know there. */
  addEdge(plainByte: number, packedByte: number, state: Uint8Array<ArrayBuffer>): void {
    if (state.length > EDGE_STATE_BYTES) return
    const edge = { plainByte, packedByte, stateBytes: 0, edge: state }
    if (this.#insert(edge)) this.#fresh.push(edge)
  }

  /** Keeps a state. Resolves when it is stored or has been given up; one at a time, so that no more waits in memory. */
  async addState(plainByte: number, packedByte: number, state: Uint8Array<ArrayBuffer>): Promise<void> {
    const before = this.#adding
    this.#adding = (async () => {
      await before
      const checkpoint = { plainByte, packedByte, stateBytes: state.length, edge: null }
      if (state.length > this.#store.budgetBytes || !(await this.#store.put(checkpoint, state))) return
      if (!this.#insert(checkpoint)) return
      this.#fresh.push(checkpoint)
      this.#own.add(plainByte)
      this.#ownBytes += state.length
      while (this.#ownBytes > this.#store.budgetBytes) await this.#thin()
    })()
    await this.#adding
  }

  /** Takes in what was found elsewhere; its states are in the store. */
  learn(checkpoints: readonly Checkpoint[]): void {
    for (const checkpoint of checkpoints) this.#insert(checkpoint)
  }

  /** Asks what others know, where the last known place before `plainByte` is far off. */
  async lookAround(plainByte: number): Promise<void> {
    const distance = plainByte - (this.nearest(plainByte)?.plainByte ?? 0)
    if (this.#recall && distance > 2 * this.#spacingBytes) this.learn(await this.#recall())
  }

  /** Takes a checkpoint out whose state no decoder takes: what others know is of their kind, and not asked for again. */
  distrust(checkpoint: Checkpoint): void {
    this.forget(checkpoint)
    this.#recall = null
  }

  /** The state of a checkpoint. Null when it was lost: then it is forgotten. */
  async state(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer> | null> {
    const state = checkpoint.edge ?? (await this.#store.get(checkpoint))
    if (state === null) this.forget(checkpoint)
    return state
  }

  /** Takes a checkpoint out that is of no use. */
  forget(checkpoint: Checkpoint): void {
    const at = this.#all.findIndex((known) => known.plainByte === checkpoint.plainByte)
    if (at < 0) return
    if (this.#own.delete(checkpoint.plainByte)) this.#ownBytes -= this.#all[at]!.stateBytes
    this.#all.splice(at, 1)
    this.#fresh = this.#fresh.filter((known) => known.plainByte !== checkpoint.plainByte)
  }

  async #thin(): Promise<void> {
    const own = this.#all.filter((checkpoint) => this.#own.has(checkpoint.plainByte))
    this.#thinned *= 2
    for (let i = 0; i < own.length; i += 2) {
      this.forget(own[i]!)
      await this.#store.drop(own[i]!)
    }
  }

  /** Index of the first one behind `plainByte`. */
  #after(plainByte: number): number {
    let low = 0
    let high = this.#all.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#all[middle]!.plainByte <= plainByte) low = middle + 1
      else high = middle
    }
    return low
  }

  #insert(checkpoint: Checkpoint): boolean {
    const at = this.#after(checkpoint.plainByte)
    if (this.#all[at - 1]?.plainByte === checkpoint.plainByte) return false
    this.#all.splice(at, 0, checkpoint)
    return true
  }
}

/** States in memory: for tests, for sources that cannot be told apart from others, and where there is no scratch. */
export function memoryStates(budgetBytes: number): StateStore {
  const states = new Map<number, Uint8Array<ArrayBuffer>>()
  let sum = 0
  const drop = (plainByte: number) => {
    sum -= states.get(plainByte)?.length ?? 0
    states.delete(plainByte)
  }
  return {
    budgetBytes,
    async put({ plainByte }, state) {
      drop(plainByte)
      if (sum > budgetBytes) return false // one more than fits may come: then checkpoints are thinned
      states.set(plainByte, state)
      sum += state.length
      return true
    },
    get: async ({ plainByte }) => states.get(plainByte) ?? null,
    drop: async ({ plainByte }) => drop(plainByte),
  }
}

/** States of one's own in memory, in front of those that somebody else keeps in `store`. */
export function memoryStatesOver(store: StateStore, memoryBytes: number): StateStore {
  const memory = memoryStates(memoryBytes)
  return { ...memory, get: async (checkpoint) => (await memory.get(checkpoint)) ?? store.get(checkpoint) }
}
