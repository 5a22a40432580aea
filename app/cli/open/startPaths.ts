import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openFileSource } from '../../platform/node/fileSource.ts'

export const isUrl = (word: string): boolean => /^https?:\/\//i.test(word)

/**
 * A word of the command line as an absolute path, or as the URL it is. A file is opened once here, so that a mistyped
 * name is told where it was typed, and not in a window behind the terminal.
 * @throws EngineError `source/not-found`, `source/denied`, `source/read`, `argument/invalid`
 */
export async function startPath(word: string): Promise<string> {
  if (isUrl(word)) return word
  const path = resolve(word)
  if (!(await isFolder(path))) await (await openFileSource(path)).close()
  return path
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false // opening tells what is wrong
}
