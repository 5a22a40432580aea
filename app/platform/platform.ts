import type { FolderListing, ListedFile } from '../../core/formats/folder/folderListing.ts'
import type { LongHasher } from '../../core/hashing/mixedRowHasher.ts'
import type { ByteSource } from '../../core/io/byteSource.ts'
import type { OutputFiles } from '../../core/io/outputFiles.ts'
import type { Scratch } from '../../core/scratch/scratch.ts'
import type { SinkRef, SourceRef } from '../protocol/refs.ts'
import type { ClientChannel } from '../protocol/wire.ts'

export interface OpenedSource {
  source: ByteSource
  /** File name, for people and for detection by suffix. */
  name: string
  /** Full path or URL, where there is one. */
  path: string | null
  /** Tells this content from any other the same name had or will have: path, size, time of change. Null: not known. */
  identity: string | null
  close(): Promise<void>
}

/** A file of a folder, and how to open it. */
export interface ListedSource extends ListedFile {
  source: SourceRef
}

export interface SourceFolder extends FolderListing<ListedSource> {
  /** Full path or pattern, where there is one. */
  path: string | null
}

export interface OutputOptions {
  /** Whether what is under the target's name, and its manifest beside it, may be replaced. */
  overwrite: boolean
  /** Whether the target is a folder of files. */
  folder: boolean
}

/** A thread that serves `PoolApi`, and may die: a decoder that panics takes its thread with it. */
export interface PoolWorker {
  channel: ClientChannel
  /** Called once when the thread ended or is no longer to be trusted. */
  onDeath(listener: (reason: string) => void): void
  /** Whether the thread keeps the process alive: only while it has calls under way. */
  keepAlive(isBusy: boolean): void
  terminate(): void
}

/** A compiled module: parquet-wasm (for codecs that are not ours), or one of ours by its folder in `wasm/assembly/`. */
export type WasmName =
  | 'parquet'
  | 'kernels'
  | 'codecs'
  | 'csv'
  | 'encoders'
  | 'hashing'
  | 'json'
  | 'minhash'
  | 'pageEncoder'
  | 'pages'
  | 'textwrite'

/** The only place where environments differ. Two implementations: `node/` and `web/`; tests have a third in memory. */
export interface Platform {
  /** @throws EngineError `source/not-found`, `source/denied`, `source/read`, `argument/invalid` */
  openSource(ref: SourceRef, signal?: AbortSignal): Promise<OpenedSource>
  /**
   * The files below a folder, or those a pattern matches; null for a source that is one file. Links that lead out of
   * the folder are not followed, hidden folders not looked into.
   * @throws EngineError `source/not-found`, `source/denied`, `source/read`, `limit/exceeded` for too many files,
   * `argument/invalid` for a pattern that cannot be read
   */
  listFolder(ref: SourceRef, signal?: AbortSignal): Promise<SourceFolder | null>
  /**
   * Starts an output: a file or a folder that appears whole, with its manifest, or not at all. Brings the target's folder
   * in order first, where an export into it was killed.
   * @throws EngineError `sink/exists`, `sink/denied`, `sink/full`, `sink/write`, `argument/invalid` for no possible target
   */
  openOutput(ref: SinkRef, options: OutputOptions): Promise<OutputFiles>
  /**
   * Whether an output would replace something.
   * @throws EngineError `sink/exists` for a folder that is not replaced whatever is asked; `sink/write`, `argument/invalid`
   */
  targetExists(ref: SinkRef, folder: boolean): Promise<boolean>
  /** Removes what killed exports left, wherever they wrote. Never throws. */
  mendOutputs(): Promise<void>
  /** A new worker; null where tasks run in the caller's own thread (tests). */
  spawnWorker(): PoolWorker | null
  loadWasm(name: WasmName): Promise<WebAssembly.Module>
  /** SHA-256 over a stream of bytes, by the fastest means of the platform. */
  createSha256(): Promise<Sha256>
  /**
   * SHA-256 of one long key at a time where that is faster than our own kernel; null where there is nothing faster,
   * which takes a fraction of a millisecond to find out.
   */
  longHasher(): LongHasher | null
  /** A place for what can be made again, always the same one. */
  scratch(): Scratch
  /** Milliseconds on a clock that never goes back. */
  now(): number
}

export interface Sha256 {
  update(bytes: Uint8Array): void
  /** Lower-case hex. Call once. */
  digest(): string
}
