import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { isGlob } from '../../core/formats/folder/glob.ts'
import type { SourceRef } from '../protocol/refs.ts'
import { UsageError } from './usage.ts'

/**
 * A PATH of the command line: a URL, or a file, a folder or a pattern of files relative to where the command was typed.
 * A word that names something on disk is no pattern, whatever its characters.
 * @param split which split of a folder
 */
export function sourceRef(word: string, split?: string): SourceRef {
  if (word === '') throw new UsageError('the path is empty')
  if (/^https?:\/\//i.test(word)) {
    if (split !== undefined) throw new UsageError('--split is for folders')
    return { kind: 'url', url: word, name: urlName(word) }
  }
  const path = resolve(word)
  if (isGlob(word) && !existsSync(path)) {
    if (split !== undefined) throw new UsageError('--split is for folders; a pattern names its files itself')
    return { kind: 'glob', pattern: globPattern(word) }
  }
  return split === undefined ? { kind: 'path', path } : { kind: 'path', path, split }
}

/** The last part of a URL's path, as people read it. */
export function urlName(url: string): string {
  const last = new URL(url).pathname.split('/').filter(Boolean).pop() ?? ''
  try {
    return decodeURIComponent(last) || url
  } catch {
    return last // a stray % is part of the name
  }
}

/** An absolute pattern with `/`. On Windows `\\` separates folders; elsewhere it makes the next character literal. */
function globPattern(word: string): string {
  const pattern = sep === '\\' ? word.replaceAll('\\', '/') : word
  if (pattern.startsWith('/') || /^[a-z]:\//i.test(pattern)) return pattern
  const here = resolve('.').split(sep).join('/')
  return `${here.replace(/[*?[\]{}\\]/g, '\\$&')}/${pattern.replace(/^(\.\/)+/, '')}`
}
