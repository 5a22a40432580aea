import type { ByteSource } from './byteSource.ts'

/** One file of an output, under way. */
export interface OutputFile {
  /** Appends bytes; resolves when more may be written. The caller may reuse `bytes` afterwards. @throws EngineError `sink/*` */
  write(bytes: Uint8Array): Promise<void>
  /** Flushes it to where it is kept. It is not visible yet. @throws EngineError `sink/*` */
  close(): Promise<void>
}

/**
 * The files of one output: a file and its manifest, or a folder of files and its manifest. They appear together under the
 * target's name, or not at all: until `commit` resolves the target is what it was. Exactly one of `commit` and `abort` is
 * called, once.
 *
 * Files are named by what follows the target's name: `''` is the target itself, `.packscope.json` a file beside it,
 * `/data-00000-of-00001.arrow` a file in the target folder. Where a browser gave leave to write one file only, what is
 * beside it waits in private files to be downloaded.
 */
export interface OutputFiles {
  /** Where a file will be found after `commit`, in full; null where there are no paths. */
  pathOf(name: string): string | null
  /** Starts a file; several may be under way. @throws EngineError `sink/*`, `argument/invalid` for a name that leads away */
  create(name: string): Promise<OutputFile>
  /** Gives a closed file another name that is not taken, at the same kind of place. @throws EngineError `sink/*` */
  rename(from: string, to: string): Promise<void>
  /** A closed file, to be read back. @throws EngineError `source/*` */
  open(name: string): Promise<{ source: ByteSource; close(): Promise<void> }>
  /**
   * Makes everything visible. Every file must be closed.
   *
   * @throws EngineError `sink/*`; the target is what it was then, and nothing is left to abort
   */
  commit(): Promise<void>
  /** Discards everything written. Never throws. */
  abort(): Promise<void>
}
