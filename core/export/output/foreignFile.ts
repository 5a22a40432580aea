/** What a folder holds, as much as has to be known to tell who wrote it. */
export interface FolderToReplace {
  /** Everything below it but folders, in any order; `isFile` is false for links and whatever else is no plain file. */
  walk(): AsyncIterable<{ path: string; isFile: boolean }>
  /** Text of a file by its path below the folder; null where there is none or it cannot be read. */
  read(path: string): Promise<string | null>
  /** Text of the manifest beside the folder, or null. */
  readManifest(): Promise<string | null>
}

/** What file browsers leave in any folder. */
const LEFT_BY_BROWSERS = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])
/** One of the files of an export in several: number, count and suffix. */
const SHARD_NAME = /^data-(\d{5,})-of-(\d{5,})(\..+)$/

/**
 * The first file of a folder that neither an export nor `save_to_disk` of `datasets` wrote; null where there is none, and
 * the folder may be replaced. Known are `state.json` and what it names, `dataset_info.json`, `cache-*.arrow` that
 * `datasets` leaves beside its shards, the same in each folder that `dataset_dict.json` names, what the manifest beside the
 * folder names, and a whole set of `data-00000-of-00003.*` where no manifest was written.
 */
export async function foreignFile(folder: FolderToReplace): Promise<string | null> {
  const known = new Set<string>(namesIn(await folder.readManifest(), 'files', 'name'))
  const datasets = ['']
  const splits = parsed(await folder.read('dataset_dict.json'))?.splits
  if (Array.isArray(splits)) {
    known.add('dataset_dict.json')
    datasets.push(...splits.filter((split) => typeof split === 'string').map((split) => `${split}/`))
  }
  const caches = new Set<string>()
  for (const dataset of datasets) {
    const state = await folder.read(`${dataset}state.json`)
    if (!Array.isArray(parsed(state)?._data_files)) continue
    for (const name of namesIn(state, '_data_files', 'filename')) known.add(dataset + name)
    known.add(`${dataset}state.json`).add(`${dataset}dataset_info.json`)
    caches.add(dataset)
  }
  const shards: string[] = []
  for await (const { path, isFile } of folder.walk()) {
    const slash = path.lastIndexOf('/') + 1
    const name = path.slice(slash)
    if (!isFile) return path
    if (known.has(path) || LEFT_BY_BROWSERS.has(name)) continue
    if (/^cache-.*\.arrow$/.test(name) && caches.has(path.slice(0, slash))) continue
    if (!SHARD_NAME.test(path)) return path
    shards.push(path)
  }
  return isWholeSet(shards) ? null : (shards.sort()[0] as string)
}

/** Whether the names are those of all files of one export, once each; so is none. */
function isWholeSet(names: readonly string[]): boolean {
  const found = names.map((name) => SHARD_NAME.exec(name) as RegExpExecArray)
  const numbers = new Set(found.map(([, number]) => Number(number)))
  const kinds = new Set(found.map(([, , count, suffix]) => `${Number(count)}${suffix}`))
  if (names.length === 0) return true
  return kinds.size === 1 && numbers.size === names.length && Number(found[0]?.[2]) === names.length
}

function parsed(text: string | null): Record<string, unknown> | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null // then nothing is known by it
  }
}

/** The `key` of each object in the list `list` of a JSON object. */
function namesIn(text: string | null, list: string, key: string): string[] {
  const items = parsed(text)?.[list]
  if (!Array.isArray(items)) return []
  return items.map((item) => (item as Record<string, unknown> | null)?.[key]).filter((name) => typeof name === 'string')
}
