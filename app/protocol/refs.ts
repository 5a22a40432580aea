/** The part of the DOM's `Blob` that reading needs; a `File` is one. */
export interface BlobLike {
  readonly size: number
  /** Of a `File`: when it was last changed, in milliseconds. */
  readonly lastModified?: number
  slice(start?: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** Names something to read; clonable, so that a pool worker reopens it by itself and bytes never relay. */
export type SourceRef =
  /**
   * A file or a folder on disk. `split`: which one of a folder; absent: `train`, else the first. `isPassing`: it goes when the
   * command ends, what was piped in.
   */
  | { kind: 'path'; path: string; split?: string; isPassing?: true }
  /** The files on disk that match a pattern, as one dataset. An absolute pattern with `/`. */
  | { kind: 'glob'; pattern: string }
  /** A `FileSystemDirectoryHandle` (browser). */
  | { kind: 'folder'; handle: unknown; name: string; split?: string }
  /** A folder as the list of its files: dropped on a browser without handles, or served by the local server. */
  | { kind: 'files'; name: string; files: readonly FolderFile[]; split?: string }
  | { kind: 'file'; file: BlobLike; name: string }
  | { kind: 'url'; url: string; name: string }
  | { kind: 'sample'; name: string }

export interface FolderFile {
  /** Path inside the folder, with `/`. */
  path: string
  bytes: number | null
  source: SourceRef
}

/** Names something to write. */
export type SinkRef =
  | { kind: 'path'; path: string }
  /** A `FileSystemFileHandle` the user chose (browser). */
  | { kind: 'handle'; handle: unknown; name: string }
  /** Browser: a folder `name` to be made in the `FileSystemDirectoryHandle` the user chose. */
  | { kind: 'folder-handle'; handle: unknown; name: string }
  /**
   * Browsers without a save picker: written to the origin's private files, then offered as a download. A folder comes as an
   * archive: `name` ends in `.zip` then, and the folder in it has the name without.
   */
  | { kind: 'download'; name: string }
