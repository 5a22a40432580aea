import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isExecutable } from './desktop.ts'

/** Fetching the runtime (about 100 MB) is given up after this long. */
const FETCH_TIMEOUT_MS = 300_000

const BINARIES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/**
 * The Electron executable: the one of ELECTRON_OVERRIDE_DIST_PATH, or the one of the `electron` package, which is
 * fetched by the package's own installer when it is missing. Never `require('electron')`: that fetches as well, and
 * then throws.
 * @returns null where there is none and none could be fetched
 */
export function findElectron(appDir: string, say: (text: string) => void): string | null {
  const name = BINARIES[process.platform] ?? 'electron'
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override && isExecutable(join(override, name))) return join(override, name)
  const packageDir = electronPackage(appDir)
  if (packageDir === null) return null
  const binary = join(packageDir, 'dist', name)
  if (isExecutable(binary)) return binary
  const installer = join(packageDir, 'install.js')
  if (!existsSync(installer)) return null
  say('Fetching the Electron runtime…')
  spawnSync(process.execPath, [installer], { stdio: ['ignore', 'inherit', 'ignore'], timeout: FETCH_TIMEOUT_MS })
  return isExecutable(binary) ? binary : null
}

function electronPackage(appDir: string): string | null {
  try {
    return dirname(createRequire(join(appDir, 'package.json')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** Why this Electron cannot start here, as a sentence; null when nothing speaks against it. */
export function electronProblem(binary: string): string | null {
  if (process.platform !== 'linux') return null
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' })
  const missing = (stdout ?? '')
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0])
  return missing.length > 0 ? `Electron lacks system libraries: ${missing.join(', ')}.` : null
}

/** Flags without which Electron does not start here. */
export function electronFlags(binary: string): string[] {
  if (process.platform !== 'linux') return []
  // Its sandbox refuses to run as root; otherwise it needs user namespaces or a helper that is setuid root.
  const asRoot = process.getuid?.() === 0
  return !asRoot && (hasSetuidHelper(binary) || userNamespacesOpen()) ? [] : ['--no-sandbox']
}

function hasSetuidHelper(binary: string): boolean {
  const helper = statSync(join(dirname(binary), 'chrome-sandbox'), { throwIfNoEntry: false })
  return helper?.uid === 0 && (helper.mode & 0o4000) !== 0
}

function userNamespacesOpen(): boolean {
  return spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore' }).status === 0
}
