import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** True where node_modules holds what the lockfile says. */
function dependenciesAreInstalled(root) {
  try {
    const packagesOf = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages
    const installed = packagesOf('node_modules/.package-lock.json')
    return Object.entries(packagesOf('package-lock.json')).every(
      // Optional packages are those of other platforms.
      ([path, wanted]) => path === '' || wanted.optional || wanted.peer || installed[path]?.version === wanted.version,
    )
  } catch {
    return false
  }
}

/**
 * Runs `npm ci` when node_modules is missing or belongs to another lockfile.
 * @throws Error where that fails
 */
export function ensureDependencies(root) {
  if (dependenciesAreInstalled(root)) return
  console.error('Installing dependencies…')
  const windows = process.platform === 'win32'
  const { status } = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // Standard output belongs to the command that needs the dependencies.
    stdio: ['ignore', 2, 2],
    shell: windows,
  })
  if (status !== 0) throw new Error('the dependencies could not be installed (npm ci failed)')
}
