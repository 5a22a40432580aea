import { resolve } from 'node:path'
import type { SourceRef } from '../protocol/refs.ts'
import { UsageError } from './usage.ts'

/** A PATH of the command line: a URL, or a file relative to where the command was typed. */
export function sourceRef(word: string): SourceRef {
  if (word === '') throw new UsageError('the path is empty')
  if (!/^https?:\/\//i.test(word)) return { kind: 'path', path: resolve(word) }
  const name = decodeURIComponent(new URL(word).pathname.split('/').pop() ?? '') || word
  return { kind: 'url', url: word, name }
}
