import { resolve } from 'node:path'

/**
 * The files a launch was asked to open: words of its command line that are no flags. URLs stay as they are.
 * @param words the process's arguments without the executable
 * @param appDir the folder that is itself given as a word when the app runs from its sources
 */
export function launchPaths(words: readonly string[], appDir: string, workingDir: string): string[] {
  return words
    .filter((word) => !word.startsWith('-'))
    .map((word) => (/^https?:\/\//i.test(word) ? word : resolve(workingDir, word)))
    .filter((path) => path !== appDir)
}
