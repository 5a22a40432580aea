// Tells whether built files still belong to their sources. Plain JavaScript: runs before anything is installed.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Paths, sizes and times of everything below `paths`, as one hash: changes when a file is edited, added or removed. */
export function fingerprint(root, paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false })
    if (stat?.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`)
    else hash.update(`${path}:${stat ? `${stat.size}:${stat.mtimeMs}` : 'missing'}\n`)
  }
  for (const path of paths) visit(path)
  return hash.digest('hex')
}

/** True where `stampFile` was written for this very state of the sources. */
export function isFresh(root, stampFile, paths) {
  try {
    return readFileSync(join(root, stampFile), 'utf8') === fingerprint(root, paths)
  } catch {
    return false
  }
}

export function writeStamp(root, stampFile, value) {
  mkdirSync(dirname(join(root, stampFile)), { recursive: true })
  writeFileSync(join(root, stampFile), value)
}
