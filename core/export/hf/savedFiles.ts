import { encodeUtf8 } from '../../bytes/utf8.ts'
import type { DatasetAbout } from '../../formats/folder/folderListing.ts'
import type { JsonValue } from '../../hashing/keys/jsonValues.ts'
import { Sha256Hasher } from '../../hashing/sha256.ts'
import { members, pythonJson } from './pythonJson.ts'

/** A file of Arrow batches in a saved folder. */
export interface SavedShard {
  /** Its name inside the folder. */
  name: string
  /** Lower-case hex SHA-256. */
  sha256: string
}

/** Names `datasets` takes for a split (`NamedSplit`). */
const SPLIT_NAME = /^\w+(\.\w+)*$/

/** `data-00000-of-00001.arrow`, as `save_to_disk` names shards. */
export function shardName(shard: number, count: number): string {
  const five = (value: number) => String(value).padStart(5, '0')
  return `data-${five(shard)}-of-${five(count)}.arrow`
}

const NOTHING_SAID: DatasetAbout = { citation: '', description: '', homepage: '', license: '' }

/**
 * `dataset_info.json` as `save_to_disk` writes it for data that came from no hub.
 * @param about what the dataset the rows are from says of itself
 */
export function datasetInfoJson(features: JsonValue, about: DatasetAbout | null): string {
  const { citation, description, homepage, license } = about ?? NOTHING_SAID
  const texts: [string, JsonValue][] = [
    ['citation', citation],
    ['description', description],
  ]
  const info = members(...texts, ['features', features], ['homepage', homepage], ['license', license])
  return pythonJson(info, 'indented')
}

/**
 * `state.json` with its seven keys, all of which `load_from_disk` needs.
 * @param split the split the rows are of; null: none, or one whose name `datasets` would not take
 */
export function stateJson(shards: readonly SavedShard[], fingerprint: string, split: string | null): string {
  const files = shards.map(({ name }) => members(['filename', name]))
  const isSplit = split !== null && SPLIT_NAME.test(split)
  const state = members(
    ['_data_files', { list: files }],
    ['_fingerprint', fingerprint],
    ['_format_columns', null],
    ['_format_kwargs', members()],
    ['_format_type', null],
    ['_output_all_columns', false],
    ['_split', isSplit ? split : null],
  )
  return pythonJson(state, 'indented')
}

/** `dataset_dict.json` of a folder with a folder for each split. */
export function datasetDictJson(splits: readonly string[]): string {
  return pythonJson(members(['splits', { list: [...splits] }]), 'spaced')
}

/**
 * 16 hex digits that follow from what was written alone: the same export has the same fingerprint, other rows or columns
 * have another, so that what `datasets` keeps of one is never taken for the other.
 */
export function savedFingerprint(features: JsonValue, shards: readonly SavedShard[]): string {
  const hasher = new Sha256Hasher()
  hasher.update(encodeUtf8(pythonJson(features, 'dense')))
  for (const { sha256 } of shards) hasher.update(encodeUtf8(`\n${sha256}`))
  return hasher.digest().slice(0, 16)
}
