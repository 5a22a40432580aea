import { EngineError } from '../../errors.ts'
import { chooseSplit } from '../folder/chooseSplit.ts'
import type {
  DatasetAbout,
  FolderIssue,
  FolderListing,
  FolderPlan,
  ListedFile,
  PlanOptions,
} from '../folder/folderListing.ts'
import { pathBelow, readSavedJson } from './savedJson.ts'

/**
 * What `save_to_disk` of `datasets` wrote, by the files `load_from_disk` looks for: `state.json` makes a Dataset,
 * `dataset_dict.json` a DatasetDict with a folder for each split. Exactly the files `state.json` names are read, in
 * that order. Null for any other folder.
 *
 * @throws EngineError `format/corrupt`, `format/unsupported`, `source/not-found`, `argument/invalid`; what `read` throws
 */
export async function planSavedDataset<F extends ListedFile>(
  listing: FolderListing<F>,
  { split: wanted, read }: PlanOptions<F>,
): Promise<FolderPlan<F> | null> {
  const files = new Map(listing.files.map((file) => [file.path, file]))
  if (files.has('state.json')) {
    chooseSplit([], wanted, listing.name)
    return { ...(await planDataset(files, '', listing, read)), splits: [], split: null }
  }
  const dict = files.get('dataset_dict.json')
  if (!dict) return null
  const { splits } = await readSavedJson(dict, read)
  if (!Array.isArray(splits) || splits.length === 0) {
    throw new EngineError('format/corrupt', `dataset_dict.json names no splits: ${listing.name}`, {
      path: listing.name,
    })
  }
  const folders = new Map(splits.map((name) => [name as string, pathBelow('', name, 'dataset_dict.json')]))
  const split = chooseSplit([...folders.keys()], wanted, listing.name) as string
  return {
    ...(await planDataset(files, folders.get(split) as string, listing, read)),
    splits: [...folders.keys()],
    split,
  }
}

type PlannedDataset<F extends ListedFile> = Omit<FolderPlan<F>, 'splits' | 'split'>

async function planDataset<F extends ListedFile>(
  files: ReadonlyMap<string, F>,
  folder: string,
  listing: FolderListing<F>,
  read: PlanOptions<F>['read'],
): Promise<PlannedDataset<F>> {
  const within = (name: string) => (folder === '' ? name : `${folder}/${name}`)
  const state = files.get(within('state.json'))
  if (!state) {
    throw new EngineError('source/not-found', `${within('state.json')} is missing: ${listing.name}`, {
      path: listing.name,
    })
  }
  const described = await readSavedJson(state, read)
  refuseIndices(described, state.path)
  const dataFiles = described._data_files
  if (!Array.isArray(dataFiles)) {
    throw new EngineError('format/corrupt', `_data_files is no list: ${state.path}`, { path: state.path })
  }
  const names = dataFiles.map((entry) =>
    pathBelow(folder, (entry as { filename?: unknown } | null)?.filename, state.path),
  )
  const issues: FolderIssue[] = []
  const shards: F[] = []
  for (const name of names) {
    const file = files.get(name)
    if (file) shards.push(file)
    else {
      const message = `${name} is missing, and its rows with it`
      issues.push({ severity: 'error', code: 'shards/unreadable', message })
    }
  }
  if (names.length > 0 && shards.length === 0) {
    const message = `none of the ${names.length} files that ${state.path} names is there`
    throw new EngineError('source/not-found', `${message}: ${listing.name}`, { path: listing.name })
  }
  const info = files.get(within('dataset_info.json'))
  if (!info) {
    const message = `${within('dataset_info.json')} is missing: load_from_disk of datasets refuses this folder`
    issues.push({ severity: 'warning', code: 'hf/no-info', message })
  }
  const features = shards.length === 0 && info ? (await readSavedJson(info, read)).features : null
  const about = info && (await readAbout(info, read))
  return {
    kind: 'hf_dataset',
    shards,
    issues,
    ...(about ? { about } : {}),
    features: typeof features === 'object' && features !== null ? (features as Record<string, unknown>) : null,
    reason: `${within('state.json')} names ${names.length === 1 ? 'one file' : `${names.length} files`}, as save_to_disk of datasets writes it`,
  }
}

/** What a dataset says of itself; null where it says nothing, or the file cannot be read: its rows can all the same. */
async function readAbout<F extends ListedFile>(info: F, read: PlanOptions<F>['read']): Promise<DatasetAbout | null> {
  try {
    const described = await readSavedJson(info, read)
    const text = (key: keyof DatasetAbout) => (typeof described[key] === 'string' ? described[key] : '')
    const about = {
      citation: text('citation'),
      description: text('description'),
      homepage: text('homepage'),
      license: text('license'),
    }
    return Object.values(about).some((words) => words !== '') ? about : null
  } catch (error) {
    if (error instanceof EngineError) return null
    throw error
  }
}

/** Before `datasets` 2.0 a selection was saved as a mapping beside all rows; without it the rows would be wrong. */
function refuseIndices(state: Record<string, unknown>, path: string): void {
  for (const key of ['_indices_data_files', '_indices_files', '_indices']) {
    const value = state[key]
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue
    const message = `the dataset was saved with an indices mapping (${key}) by an old release of datasets; load it there and save it again`
    throw new EngineError('format/unsupported', `${message}: ${path}`, { path, feature: 'indices mapping' })
  }
}
