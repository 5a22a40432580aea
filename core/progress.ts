/** How far a long operation is. `total` is null while it is not known. */
export interface Progress {
  done: number
  total: number | null
  unit: 'rows' | 'bytes' | 'shards'
  /** Bytes written so far, where `done` counts something else. */
  bytes?: number
}
