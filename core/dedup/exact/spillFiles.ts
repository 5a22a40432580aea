import { throwIfAborted } from '../../abort.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSink } from '../../io/byteSink.ts'
import type { Scratch } from '../../scratch/scratch.ts'
import { seal, unseal } from '../../scratch/sealed.ts'

/** Digest and row, in 32-bit words. */
export const SPILL_WORDS = 9
/** Entries of a block: what waits in memory for each file. */
const BLOCK_ENTRIES = 2048
const SEAL_BYTES = 16

interface SpillFile {
  block: Uint32Array<ArrayBuffer>
  used: number
  full: Uint32Array<ArrayBuffer>[]
  sink: ByteSink | null
  /** Entries of each block written. */
  blocks: number[]
}

/**
 * Digests with their rows, set aside in scratch in several files, each in the order of arrival. What comes back is
 * checked block by block.
 */
export class SpillFiles {
  readonly #scratch: Scratch
  readonly #keyPrefix: string
  readonly #files: SpillFile[]
  /** How many were added. */
  entries = 0

  /** @param keyPrefix `group/name` of nobody else */
  constructor(scratch: Scratch, keyPrefix: string, files: number) {
    this.#scratch = scratch
    this.#keyPrefix = keyPrefix
    this.#files = Array.from({ length: files }, () => ({
      block: new Uint32Array(0),
      used: 0,
      full: [],
      sink: null,
      blocks: [],
    }))
  }

  get count(): number {
    return this.#files.length
  }

  add(file: number, digests: Uint32Array, at: number, row: number): void {
    const target = this.#files[file] as SpillFile
    this.entries++
    if (target.block.length === 0) target.block = new Uint32Array(BLOCK_ENTRIES * SPILL_WORDS)
    const start = target.used * SPILL_WORDS
    for (let i = 0; i < SPILL_WORDS - 1; i++) target.block[start + i] = digests[at + i] as number
    target.block[start + SPILL_WORDS - 1] = row
    if (++target.used < BLOCK_ENTRIES) return
    target.full.push(target.block)
    target.block = new Uint32Array(0)
    target.used = 0
  }

  /** Writes blocks that are full. @throws EngineError `sink/*` */
  async flush(): Promise<void> {
    for (const [i, file] of this.#files.entries()) {
      for (const block of file.full) await this.#write(i, file, block)
      file.full = []
    }
  }

  async #write(index: number, file: SpillFile, block: Uint32Array): Promise<void> {
    file.sink ??= await this.#scratch.create(this.#keyOf(index))
    file.blocks.push(block.length / SPILL_WORDS)
    await file.sink.write(seal(new Uint8Array(block.buffer, block.byteOffset, block.byteLength)))
  }

  /** Writes the rest; then the files can be read. @throws EngineError `sink/*` */
  async close(): Promise<void> {
    await this.flush()
    for (const [i, file] of this.#files.entries()) {
      if (file.used > 0) await this.#write(i, file, file.block.subarray(0, file.used * SPILL_WORDS))
      file.block = new Uint32Array(0)
      file.used = 0
      const { sink } = file
      file.sink = null
      await sink?.close()
    }
  }

  /**
   * Blocks of one file, `SPILL_WORDS` words an entry, in the order they were added. The file is gone behind the last.
   * @throws EngineError `source/read` when scratch lost or changed it
   */
  async *read(file: number, signal?: AbortSignal): AsyncGenerator<Uint32Array> {
    const { blocks } = this.#files[file] as SpillFile
    if (blocks.length === 0) return
    const key = this.#keyOf(file)
    const opened = await this.#scratch.open(key)
    if (!opened) throw lost()
    try {
      let at = 0
      for (const entries of blocks) {
        throwIfAborted(signal)
        const end = at + SEAL_BYTES + entries * SPILL_WORDS * Uint32Array.BYTES_PER_ELEMENT
        const bytes = unseal(await opened.source.read(at, end, signal))
        if (!bytes || bytes.length !== end - at - SEAL_BYTES) throw lost()
        yield new Uint32Array(bytes.slice().buffer)
        at = end
      }
    } finally {
      await opened.close()
    }
    await this.#scratch.remove(key)
  }

  /** Lets go of everything, whatever state it is in. Never throws. */
  async discard(): Promise<void> {
    for (const file of this.#files) await file.sink?.abort()
    await this.#scratch.remove(this.#keyPrefix).catch(() => {}) // evicted in time
  }

  #keyOf(file: number): string {
    return `${this.#keyPrefix}${String(file).padStart(3, '0')}` // none is the start of another
  }
}

function lost(): EngineError {
  return new EngineError('source/read', 'digests that were set aside on disk are gone or damaged; try again', {
    feature: 'scratch',
  })
}
