import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import type { SourceRef } from '../../app/protocol/refs.ts'

export interface Sample {
  name: string
  title: string
  hint: string
}

/** The datasets that come with the app. */
export const SAMPLES: readonly Sample[] = [
  { name: 'chat', title: 'Chat', hint: 'messages with roles' },
  { name: 'preference', title: 'Preference', hint: 'chosen and rejected answers' },
  { name: 'pretokenized', title: 'Pre-tokenized', hint: 'input_ids and labels' },
]

/** Last part of a path or URL path, on any system. */
export function baseName(path: string): string {
  return (
    path
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) || path
  )
}

/** The name a source is shown under before the engine has named it. */
export function sourceName(source: SourceRef): string {
  if (source.kind === 'path') return withSplit(baseName(source.path), source.split)
  if (source.kind === 'glob') return baseName(source.pattern)
  if (source.kind === 'folder' || source.kind === 'files') return withSplit(source.name, source.split)
  if (source.kind === 'sample') return SAMPLES.find((sample) => sample.name === source.name)?.title ?? source.name
  return source.name
}

/** A dataset's name with the split that is open, as people say it. */
export function withSplit(name: string, split: string | null | undefined): string {
  return split ? `${name} · ${split}` : name
}

/**
 * The path on the user's disk, where there is one. The local server serves files under `/file?path=`; people and
 * commands want the path itself.
 */
export function diskPath(dataset: DatasetInfo, origin: string): string | null {
  const { source } = dataset
  if (source?.kind === 'path') return source.path
  if (source?.kind === 'glob') return source.pattern
  if (source?.kind === 'url') return servedPath(source.url, origin) ?? source.url
  return dataset.path
}

/** The `path` parameter of a URL made by `servedSource`; null for any other URL. */
export function servedPath(url: string, origin: string): string | null {
  if (!url.startsWith(`${origin}/file?`)) return null
  return new URL(url).searchParams.get('path')
}

/** A file the local server was started with, as a source the engine can read over HTTP. */
export function servedSource(path: string, origin: string): Extract<SourceRef, { kind: 'url' }> {
  return {
    kind: 'url',
    url: new URL(`/file?path=${encodeURIComponent(path)}`, origin).href,
    name: baseName(path),
  }
}

/**
 * A folder the local server was started with: the server lists it, and serves its files one by one.
 * @throws TypeError when the server does not answer; Error when it refuses
 */
export async function servedFolder(path: string, origin: string): Promise<SourceRef> {
  const answer = await fetch(`/folder?path=${encodeURIComponent(path)}`)
  if (!answer.ok) throw new Error(`the local server answered ${answer.status}`)
  const files = (await answer.json()) as { path: string; bytes: number | null }[]
  const separator = path.includes('/') ? '/' : '\\'
  const fileOf = (inside: string) => servedSource([path, ...inside.split('/')].join(separator), origin)
  return {
    kind: 'files',
    name: baseName(path),
    files: files.map((file) => ({ ...file, source: fileOf(file.path) })),
  }
}

/** The sources named by `?open=PATH` in the page's address, in order. */
export function sourcesInAddress(search: string, origin: string): SourceRef[] {
  return new URLSearchParams(search)
    .getAll('open')
    .filter((path) => path !== '')
    .map((path) => servedSource(path, origin))
}

/** Where a source lies, for a tooltip; null where the browser does not tell. */
export function sourcePlace(source: SourceRef): string | null {
  if (source.kind === 'path') return source.split ? `${source.path} (${source.split})` : source.path
  if (source.kind === 'glob') return source.pattern
  return source.kind === 'url' ? source.url : null
}

/** A word of a launch: a URL, or a path. */
export function sourceOfWord(word: string): SourceRef {
  return /^https?:\/\//i.test(word) ? sourceOfUrl(word) : { kind: 'path', path: word }
}

/** A URL as a source, named by the last part of its path. */
export function sourceOfUrl(url: string): SourceRef {
  const last = parseUrl(url)?.pathname.split('/').filter(Boolean).at(-1) ?? ''
  return { kind: 'url', url, name: decoded(last) || url }
}

export function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** A stray % is part of the name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Folders above the file for the crumb, at most the last two: `['corpora', '2026']`. */
export function parentFolders(path: string): string[] {
  const withoutOrigin = path.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  return withoutOrigin.split(/[\\/]/).filter(Boolean).slice(0, -1).slice(-2)
}

/** Length of the folder all paths lie in, with its `/`; 0 where there is none. */
export function commonFolder(paths: readonly string[]): number {
  const [first = '', ...others] = paths
  let end = first.lastIndexOf('/') + 1
  while (end > 0 && !others.every((path) => path.startsWith(first.slice(0, end))))
    end = first.lastIndexOf('/', end - 2) + 1
  return end
}

/** Length of the ending all paths share, from a `-`, `_` or `.` on: `-of-00012.jsonl`. 0 for a single path. */
export function commonEnding(paths: readonly string[]): number {
  const [first = '', ...others] = paths
  if (others.length === 0) return 0
  let length = first.length
  for (const path of others) {
    let same = 0
    while (same < length && path.at(-1 - same) === first.at(-1 - same)) same++
    length = same
  }
  // What is left of a name should say something, and the ending begin where a part of it does.
  const ending = first.slice(first.length - Math.min(length, first.length - 1))
  const start = ending.search(/[-_.]/)
  return start < 0 || ending.includes('/') ? 0 : ending.length - start
}
