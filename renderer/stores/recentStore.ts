import { create } from 'zustand'
import type { SourceRef } from '../../app/protocol/refs.ts'

/**
 * The sources that can be opened again without asking the user: not `File`s and chosen folders of a browser, whose
 * permission ends with the page.
 */
export type LastingSource = Extract<SourceRef, { kind: 'path' | 'glob' | 'url' | 'sample' }>

export interface RecentEntry {
  source: LastingSource
  name: string
  /** Milliseconds since the epoch. */
  openedAt: number
}

interface RecentState {
  entries: readonly RecentEntry[]
}

const MOST_RECENT = 12

export const useRecent = create<RecentState>()(() => ({ entries: [] }))

export function isLasting(source: SourceRef): source is LastingSource {
  return source.kind === 'path' || source.kind === 'glob' || source.kind === 'url' || source.kind === 'sample'
}

/** Samples are always one click away and do not crowd the list. */
export function rememberRecent(source: SourceRef, name: string, openedAt: number): void {
  if (!isLasting(source) || source.kind === 'sample') return
  useRecent.setState(({ entries }) => {
    const others = entries.filter((entry) => sourceKey(entry.source) !== sourceKey(source))
    return { entries: [{ source, name, openedAt }, ...others].slice(0, MOST_RECENT) }
  })
}

export function forgetRecent(source: SourceRef): void {
  useRecent.setState(({ entries }) => ({
    entries: entries.filter((entry) => sourceKey(entry.source) !== sourceKey(source)),
  }))
}

/** Equal for sources that are the same thing; a `File` is only ever equal to nothing. */
export function sourceKey(source: SourceRef): string | null {
  if (source.kind === 'path') return `path:${source.split ?? ''}:${source.path}`
  if (source.kind === 'glob') return `glob:${source.pattern}`
  if (source.kind === 'url') return `url:${source.url}`
  if (source.kind === 'sample') return `sample:${source.name}`
  return null
}
