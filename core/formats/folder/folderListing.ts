/** A file below a folder. */
export interface ListedFile {
  /** Path inside the folder, with `/`. */
  path: string
  /** Null where the platform did not say. */
  bytes: number | null
}

/** Everything below a folder, or everything a pattern matches. */
export interface FolderListing<F extends ListedFile = ListedFile> {
  /** The folder's name or the pattern, for people. */
  name: string
  files: readonly F[]
  /** Links that lead out of the folder, which are not followed. */
  linksLeftOut: number
  /** Folders below it that may not be looked into. */
  unreadableFolders: readonly string[]
  /** True for a pattern: its files were named by the user, so none is left out. */
  isPattern: boolean
}

/** What of a folder is one dataset. */
export interface FolderPlan<F extends ListedFile = ListedFile> {
  /** Saved by `save_to_disk`, or files of one format. */
  kind: 'hf_dataset' | 'files'
  /** Names of the splits, in order; empty where the folder has none. */
  splits: string[]
  /** The split that was chosen; null without splits. */
  split: string | null
  /** In the order of rows. */
  shards: F[]
  /** What was found wanting, about no rows in particular. */
  issues: FolderIssue[]
  /** The features that stand for a schema where there are no shards. */
  features: Record<string, unknown> | null
  /** What a saved dataset says of itself; missing: nothing. */
  about?: DatasetAbout
  /** Why it is opened so, in a sentence. */
  reason: string
}

/** Texts that go with a saved dataset wherever it is copied to. */
export interface DatasetAbout {
  citation: string
  description: string
  homepage: string
  license: string
}

export interface FolderIssue {
  severity: 'error' | 'warning' | 'info'
  code: string
  message: string
}

export interface PlanOptions<F extends ListedFile> {
  /** Name of a split; null: `train` where there is one, else the first. */
  split: string | null
  /** At most so many bytes from the beginning of a file. */
  read(file: F, maxBytes: number): Promise<Uint8Array<ArrayBuffer>>
}
