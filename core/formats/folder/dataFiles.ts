import { EngineError } from '../../errors.ts'
import type { Format } from '../format.ts'
import { formatByName } from '../formatByName.ts'
import type { FolderIssue, FolderListing, ListedFile } from './folderListing.ts'
import { isIgnoredFile } from './ignoredFile.ts'

/** Formats whose files may lie side by side in one dataset, as one word. */
type Family = 'Parquet' | 'Arrow' | 'CSV' | 'JSON' | 'text'

const FAMILIES: Readonly<Record<string, Family>> = {
  parquet: 'Parquet',
  arrow: 'Arrow',
  feather: 'Arrow',
  csv: 'CSV',
  json: 'JSON',
  jsonl: 'JSON',
  text: 'text',
} satisfies Partial<Record<Format | string, Family>>

/** The family a file's name promises; null for a name that promises none. */
export function familyByName(path: string): Family | null {
  const named = formatByName(path)
  return named ? (FAMILIES[named.format] ?? null) : null
}

/** The family of a format that was detected. */
export function familyOf(format: Format): Family | null {
  return FAMILIES[format] ?? null
}

export interface DataFiles<F> {
  files: F[]
  issues: FolderIssue[]
}

/**
 * The data files of a folder, by their names. Other files are left out, and said so where they are not plainly about
 * the data; text files beside data of another format are taken for notes. A pattern's files are all data.
 *
 * @throws EngineError `format/unknown` when none is left
 */
export function dataFiles<F extends ListedFile>(listing: FolderListing<F>): DataFiles<F> {
  const { name, files, isPattern, linksLeftOut } = listing
  const issues = passedOver(listing)
  if (isPattern) {
    if (files.length === 0) {
      throw new EngineError('source/not-found', `no file matches: ${name}`, { path: name })
    }
    return { files: [...files], issues }
  }
  const candidates = files.filter(({ path }) => !isIgnoredFile(path))
  const named = candidates.filter(({ path }) => familyByName(path) !== null)
  const structured = named.filter(({ path }) => familyByName(path) !== 'text')
  const kept = structured.length > 0 ? structured : named
  if (kept.length === 0) throw noData(name, files.length, linksLeftOut)
  if (kept.length < candidates.length) {
    const left = candidates.filter((file) => !kept.includes(file))
    issues.push(info('folder/left-out', `${suffixCounts(left)} left out: no data by their names`))
  }
  return { files: kept, issues }
}

/** What of the folder was not even looked at. */
function passedOver({ linksLeftOut, unreadableFolders }: FolderListing): FolderIssue[] {
  const issues: FolderIssue[] = []
  if (linksLeftOut > 0) {
    const links =
      linksLeftOut === 1
        ? 'a link leads out of the folder and was'
        : `${linksLeftOut} links lead out of the folder and were`
    issues.push(info('folder/links', `${links} not followed`))
  }
  for (const folder of unreadableFolders.slice(0, 20)) {
    const message = `the folder ${folder} could not be read, what is in it is left out`
    issues.push({ severity: 'warning', code: 'folder/unreadable', message })
  }
  return issues
}

function info(code: string, message: string): FolderIssue {
  return { severity: 'info', code, message }
}

function noData(name: string, numFiles: number, linksLeftOut: number): EngineError {
  if (numFiles === 0 && linksLeftOut > 0) {
    const message = `the folder holds only links that lead out of it (${linksLeftOut}), which are not followed`
    return new EngineError('source/not-found', `${message}: ${name}`, { path: name })
  }
  const what =
    numFiles === 0 ? 'the folder is empty' : `none of the folder's ${numFiles} files is a data file by its name`
  return new EngineError('format/unknown', `${what}: ${name}`, { path: name })
}

/** `2 .py files and 1 .bin file`. */
function suffixCounts(files: readonly ListedFile[]): string {
  const counts = new Map<string, number>()
  for (const { path } of files) {
    const suffix = /\.[^./]{1,12}$/.exec(path)?.[0] ?? ''
    counts.set(suffix, (counts.get(suffix) ?? 0) + 1)
  }
  const parts = [...counts]
    .slice(0, 4)
    .map(([suffix, count]) => `${count} ${suffix === '' ? '' : `${suffix} `}${count === 1 ? 'file' : 'files'}`)
  if (counts.size > 4) parts.push('others')
  return parts.join(', ')
}

/**
 * Checks that files are of one family by their names.
 * @throws EngineError `format/unsupported` with the counts otherwise
 */
export function assertOneFamily(files: readonly ListedFile[], folder: string): void {
  const counts = new Map<Family, { count: number; suffix: string }>()
  for (const { path } of files) {
    const family = familyByName(path)
    if (!family) continue
    const known = counts.get(family)
    counts.set(family, {
      count: (known?.count ?? 0) + 1,
      suffix: known?.suffix ?? (formatByName(path)?.suffix as string),
    })
  }
  if (counts.size < 2) return
  const ordered = [...counts].sort(([, a], [, b]) => b.count - a.count)
  const parts = ordered.map(([family, { count }]) => `${count} ${family}`)
  const message = `the folder holds files of several formats (${parts.join(', ')}); name those you mean with a pattern, as in '**/*${ordered[0]?.[1].suffix}'`
  throw new EngineError('format/unsupported', `${message}: ${folder}`, { path: folder, feature: 'mixed formats' })
}
