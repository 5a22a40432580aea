import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MARK } from './owner.ts'

/** Folders in which exports are under way or were killed, so that the next start knows where to look. */
export interface PendingFolders {
  /** Noted before the first part is made. Where it cannot be, the next export to the same folder finds what is left. */
  add(mark: string, folder: string): Promise<void>
  remove(mark: string): Promise<void>
  list(): Promise<{ mark: string; folder: string }[]>
}

/** A list as a file an export, named by its mark, so that processes do not get in each other's way. */
export function pendingFolders(root: string): PendingFolders {
  const fileOf = (mark: string) => join(root, `${mark}.json`)
  return {
    async add(mark, folder) {
      await mkdir(root, { recursive: true, mode: 0o700 })
        .then(() => writeFile(fileOf(mark), JSON.stringify({ folder }), { mode: 0o600 }))
        .catch(() => {})
    },
    remove: (mark) => rm(fileOf(mark), { force: true }).catch(() => {}),
    async list() {
      const found = []
      for (const name of await readdir(root).catch(() => [])) {
        const mark = name.slice(0, -'.json'.length)
        if (!new RegExp(`^${MARK.source}$`).test(mark)) continue
        const folder = folderIn(await readFile(join(root, name), 'utf8').catch(() => ''))
        found.push({ mark, folder })
      }
      return found
    },
  }
}

/** Empty for a file that was cut: nothing to look into. */
function folderIn(text: string): string {
  try {
    const { folder } = JSON.parse(text) as { folder?: unknown }
    return typeof folder === 'string' ? folder : ''
  } catch {
    return ''
  }
}
