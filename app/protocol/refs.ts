/** The part of the DOM's `Blob` that reading needs; a `File` is one. */
export interface BlobLike {
  readonly size: number
  /** Of a `File`: when it was last changed, in milliseconds. */
  readonly lastModified?: number
  slice(start?: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** Names something to read; clonable, so that a pool worker reopens it by itself and bytes never relay. */
export type SourceRef =
  | { kind: 'path'; path: string }
  | { kind: 'file'; file: BlobLike; name: string }
  | { kind: 'url'; url: string; name: string }
  | { kind: 'sample'; name: string }

/** Names something to write. */
export type SinkRef =
  | { kind: 'path'; path: string }
  /** A `FileSystemFileHandle` the user chose (browser). */
  | { kind: 'handle'; handle: unknown; name: string }
  /** Browsers without a save picker: written to the origin's private files, then offered as a download. */
  | { kind: 'download'; name: string }
