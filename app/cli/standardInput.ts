import { rmSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withAbort } from '../../core/abort.ts'
import { EngineError } from '../../core/errors.ts'
import { checkByteRange } from '../../core/io/byteRange.ts'
import type { ByteSource } from '../../core/io/byteSource.ts'

/** Most bytes kept of what is piped in, where `PACKSCOPE_STDIN_BYTES` says nothing else. */
const DEFAULT_BUDGET_BYTES = 32 * 1024 ** 3
/** What the file is called, for people. It has no suffix: only the content says what it is. */
export const STANDARD_INPUT = 'standard input'

/** Standard input as a file: read as far as somebody wants, kept so that it can be read again and anywhere. */
export interface StandardInput {
  /** The file that takes what comes; whole after `readAll`. */
  readonly path: string
  /** Reads on where more is wanted than has come. */
  readonly source: ByteSource
  /** Reads to the end, so that others can open `path`. */
  readAll(signal?: AbortSignal, onBytes?: (bytes: number) => void): Promise<void>
  /** Deletes the file. */
  close(): Promise<void>
}

export interface StandardInputOptions {
  budgetBytes?: number
  /** Where the file goes; default: the folder for temporary files. */
  folder?: string
}

/** `PACKSCOPE_STDIN_BYTES`, a whole number. */
export function standardInputBudget(env: NodeJS.ProcessEnv): number {
  const asked = env.PACKSCOPE_STDIN_BYTES
  return asked !== undefined && /^\d+$/.test(asked) ? Number(asked) : DEFAULT_BUDGET_BYTES
}

/**
 * Opens a stream of bytes as a file only this user can read. It is deleted by `close`, and when the process ends.
 * @throws EngineError `sink/write` where there is no room for temporary files
 */
export async function openStandardInput(
  input: AsyncIterable<Uint8Array>,
  { budgetBytes = DEFAULT_BUDGET_BYTES, folder = tmpdir() }: StandardInputOptions = {},
): Promise<StandardInput> {
  const own = await mkdtemp(join(folder, 'packscope-stdin-')).catch((error) => {
    throw writeError(error)
  })
  const path = join(own, STANDARD_INPUT)
  const file = await open(path, 'wx+', 0o600).catch((error) => {
    throw writeError(error)
  })
  const onExit = () => rmSync(own, { recursive: true, force: true })
  process.once('exit', onExit)
  const spool = new Spool(input[Symbol.asyncIterator](), file, budgetBytes)
  return {
    path,
    source: spool,
    readAll: (signal, onBytes) => withAbort(spool.fillTo(Number.POSITIVE_INFINITY, onBytes), signal),
    async close() {
      process.off('exit', onExit)
      await file.close()
      await rm(own, { recursive: true, force: true })
    },
  }
}

class Spool implements ByteSource {
  readonly #input: AsyncIterator<Uint8Array>
  readonly #file: FileHandle
  readonly #budget: number
  #size = 0
  #ended = false
  #failure: EngineError | null = null
  #filling: Promise<void> = Promise.resolve()

  constructor(input: AsyncIterator<Uint8Array>, file: FileHandle, budget: number) {
    this.#input = input
    this.#file = file
    this.#budget = budget
  }

  /** Not known before the end has come. */
  get byteLength(): number | null {
    return this.#ended ? this.#size : null
  }

  async read(byteStart: number, byteEnd: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    checkByteRange(byteStart, byteEnd)
    await withAbort(this.fillTo(byteEnd), signal)
    const bytes = new Uint8Array(Math.max(0, Math.min(byteEnd, this.#size) - byteStart))
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await this.#file.read(bytes, at, bytes.length - at, byteStart + at)
      if (bytesRead === 0) throw new EngineError('source/read', `the file of ${STANDARD_INPUT} became shorter`)
      at += bytesRead
    }
    return bytes
  }

  /** Reads until so many bytes have come, or the end. One at a time: who comes later waits for those before. */
  fillTo(bytes: number, onBytes?: (bytes: number) => void): Promise<void> {
    if (bytes <= this.#size || this.#ended) return Promise.resolve()
    this.#filling = this.#filling.then(() => this.#fill(bytes, onBytes))
    return this.#filling
  }

  async #fill(bytes: number, onBytes: ((bytes: number) => void) | undefined): Promise<void> {
    if (this.#failure) throw this.#failure
    try {
      while (!this.#ended && this.#size < bytes) {
        const { done, value } = await this.#input.next()
        if (done) this.#ended = true
        else await this.#take(value)
        onBytes?.(this.#size)
      }
    } catch (error) {
      this.#failure = error instanceof EngineError ? error : writeError(error)
      throw this.#failure
    }
  }

  async #take(bytes: Uint8Array): Promise<void> {
    if (this.#size + bytes.length > this.#budget) {
      const message = `more than ${this.#budget} bytes came over ${STANDARD_INPUT}; save them as a file and open that, or raise PACKSCOPE_STDIN_BYTES`
      throw new EngineError('limit/exceeded', message, { feature: STANDARD_INPUT })
    }
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#size)
      at += bytesWritten
      this.#size += bytesWritten
    }
  }
}

function writeError(error: unknown): EngineError {
  const code = (error as NodeJS.ErrnoException).code
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return new EngineError(
    full ? 'sink/full' : 'sink/write',
    `${STANDARD_INPUT} could not be kept in a temporary file (${code ?? String(error)})`,
    { feature: STANDARD_INPUT },
    error,
  )
}
