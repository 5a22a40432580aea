import type { Encoders } from '../../compression/encoders.ts'
import type { OutputFile } from '../../io/outputFiles.ts'
import { compressed } from '../encoding/encodeRows.ts'
import type { EncodedChunk, FileAssembler } from '../encoding/tableFormat.ts'
import type { FileCompression } from '../exportOptions.ts'

/** SHA-256 over a stream of bytes. */
export interface StreamHash {
  update(bytes: Uint8Array): void
  /** Lower-case hex. Call once. */
  digest(): string
}

/** What is known of a file when it is complete. */
export interface WrittenFile {
  /** What follows the target's name. */
  name: string
  rows: number
  bytes: number
  sha256: string
}

/** Smaller pieces are gathered, so that a file is not called for every few bytes. */
const GATHER_BYTES = 256 * 1024

/** Writes chunks to one file, in order. */
export class FileWriter {
  /** Bytes of the file so far. */
  bytes = 0
  rows = 0
  readonly #file: OutputFile
  readonly #assembler: FileAssembler
  readonly #compression: FileCompression | null
  readonly #encoders: Encoders | null
  readonly #hash: StreamHash
  readonly #gathered = new Uint8Array(GATHER_BYTES)
  #waiting = 0

  constructor(
    file: OutputFile,
    assembler: FileAssembler,
    hash: StreamHash,
    compression: FileCompression | null,
    encoders: Encoders | null,
  ) {
    this.#file = file
    this.#assembler = assembler
    this.#hash = hash
    this.#compression = compression
    this.#encoders = encoders
  }

  /** Call first. @throws EngineError `sink/*`, `compression/unsupported` */
  async start(): Promise<void> {
    await this.#putOwn(this.#assembler.start())
  }

  /** @throws EngineError `sink/*` */
  async add({ pieces, ...facts }: EncodedChunk): Promise<void> {
    this.#assembler.add(facts)
    this.rows += facts.rows
    for (const piece of pieces) await this.#put(piece)
  }

  /** Writes the end and closes the file. @throws EngineError `sink/*`, `limit/exceeded` */
  async close(): Promise<Omit<WrittenFile, 'name'>> {
    await this.#putOwn(this.#assembler.end())
    // An empty file is not one of a compressed kind.
    if (this.bytes === 0 && this.#compression) {
      await this.#put(compressed(new Uint8Array(0), this.#compression, this.#encoders))
    }
    await this.#flush()
    await this.#file.close()
    return { rows: this.rows, bytes: this.bytes, sha256: this.#hash.digest() }
  }

  async #putOwn(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return
    await this.#put(this.#compression ? compressed(bytes, this.#compression, this.#encoders) : bytes)
  }

  async #put(piece: Uint8Array): Promise<void> {
    this.bytes += piece.length
    this.#hash.update(piece)
    if (this.#waiting + piece.length > GATHER_BYTES) await this.#flush()
    if (piece.length > GATHER_BYTES) return this.#file.write(piece)
    this.#gathered.set(piece, this.#waiting)
    this.#waiting += piece.length
  }

  async #flush(): Promise<void> {
    const { length } = this.#gathered.subarray(0, this.#waiting)
    this.#waiting = 0
    if (length > 0) await this.#file.write(this.#gathered.subarray(0, length))
  }
}
