import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findElectron } from './electronBinary.ts'
import { runElectron } from './runElectron.ts'

/** Where the executable lies below the runtime's folder on this platform. */
const NAME =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron'

let dir: string
let said: string[]
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'packscope-electron-'))
  said = []
  writeFileSync(join(dir, 'package.json'), '{}')
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true })
})

function putExecutable(path: string): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
  chmodSync(path, 0o755)
  return path
}

/** An `electron` package in the app's node_modules. @returns its folder */
function putPackage(): string {
  const packageDir = join(dir, 'node_modules/electron')
  mkdirSync(packageDir, { recursive: true })
  writeFileSync(join(packageDir, 'package.json'), '{"name":"electron","version":"1.0.0"}')
  return packageDir
}

const find = () => findElectron(dir, (text) => said.push(text))

describe('findElectron', () => {
  it('takes the runtime of ELECTRON_OVERRIDE_DIST_PATH first', () => {
    putExecutable(join(putPackage(), 'dist', NAME))
    const wanted = putExecutable(join(dir, 'runtime', NAME))
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', join(dir, 'runtime'))
    expect(find()).toBe(wanted)
  })

  it('takes the one the package holds', () => {
    const held = putExecutable(join(putPackage(), 'dist', NAME))
    expect(find()).toBe(held)
    expect(said).toEqual([])
  })

  it('runs the installer of the package where it holds none', () => {
    const packageDir = putPackage()
    const binary = join(packageDir, 'dist', NAME)
    const install = `const fs = require('fs'); fs.mkdirSync(${JSON.stringify(dirname(binary))}, { recursive: true });
      fs.writeFileSync(${JSON.stringify(binary)}, '', { mode: 0o755 })`
    writeFileSync(join(packageDir, 'install.js'), install)
    expect(find()).toBe(binary)
    expect(said).toEqual(['Fetching the Electron runtime…'])
  })

  it('gives up where the installer fails, or there is nothing at all', () => {
    expect(find()).toBeNull()
    writeFileSync(join(putPackage(), 'install.js'), 'process.exit(1)')
    expect(find()).toBeNull()
  })
})

describe('runElectron', () => {
  const run = (program: string) => runElectron(process.execPath, ['-e', program])

  it('answers with the exit code of an app that ran', async () => {
    expect(await run('process.exit(0)')).toBe(0)
  })
  it('says in a sentence that it stopped at once', async () => {
    expect(await run('process.exit(7)')).toBe('Electron stopped at once (exit code 7).')
    expect(await run(`process.kill(process.pid, 'SIGKILL')`)).toBe('Electron stopped at once (SIGKILL).')
  })
  it('says in a sentence that it did not start', async () => {
    expect(await runElectron(join(dir, 'missing'), [])).toMatch(/^Electron did not start \(.*ENOENT.*\)\.$/)
  })
  it('does not let Electron run as Node', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
    expect(await run('process.exit(process.env.ELECTRON_RUN_AS_NODE === undefined ? 0 : 1)')).toBe(0)
  })
})
