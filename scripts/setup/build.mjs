import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildIsFresh } from '../build/freshness.mjs'

/**
 * Builds when a source changed since the last build.
 * @throws Error where that fails
 */
export function ensureBuild(root) {
  if (buildIsFresh(root)) return
  console.error('Building…')
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new Error('the build failed')
}
