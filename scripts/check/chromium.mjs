import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

const INSTALL_TIMEOUT_MS = 600_000

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A program of the search path, as a full path. */
export function onPath(name) {
  const dirs = (process.env.PATH ?? '').split(delimiter)
  return dirs.map((dir) => join(dir, name)).find(isExecutable)
}

/** The one Playwright downloaded for itself. */
function ofPlaywright(root) {
  const { chromium } = createRequire(join(root, 'package.json'))('playwright-core')
  const path = chromium.executablePath()
  return path && isExecutable(path) ? path : undefined
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env.PROGRAMFILES ?? 'C:/Program Files', 'Google/Chrome/Application/chrome.exe'),
  join(process.env['PROGRAMFILES(X86)'] ?? 'C:/Program Files (x86)', 'Microsoft/Edge/Application/msedge.exe'),
]

const ofSystem = () => NAMES.map(onPath).find(Boolean) ?? PLACES.find(isExecutable)

function succeeds(command, args, env = process.env) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: INSTALL_TIMEOUT_MS, env }).status === 0
}

function installDebianPackage() {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !existsSync('/etc/debian_version') || !onPath('apt-get')) return undefined
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '-q', '--no-install-recommends', 'chromium']
  return succeeds('apt-get', ['update', '-q'], env) && succeeds('apt-get', install, env) ? ofSystem() : undefined
}

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, Playwright's own, the system's, else Playwright's download or
 * Debian's package.
 * @throws Error where none can be had
 */
export function ensureChromium(root) {
  const wanted = process.env.CHROMIUM_PATH
  if (wanted) {
    if (isExecutable(wanted)) return wanted
    throw new Error(`CHROMIUM_PATH is no program: ${wanted}`)
  }
  const found = ofPlaywright(root) ?? ofSystem()
  if (found) return found
  console.error('Installing Chromium for the browser tests…')
  const installer = join(root, 'node_modules/playwright-core/cli.js')
  const downloaded = succeeds(process.execPath, [installer, 'install', 'chromium']) ? ofPlaywright(root) : undefined
  const installed = downloaded ?? installDebianPackage()
  if (!installed) throw new Error('there is no Chromium; install one, or set CHROMIUM_PATH')
  return installed
}
