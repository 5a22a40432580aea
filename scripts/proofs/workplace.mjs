// What the proofs share: folders of their own, data, the built command line, and what was found.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const cli = join(root, 'dist', 'cli.js')

/** Names of unfinished files. */
const LEFT = /^\..+\.packscope-(part|old|commit)$/

/** A folder for one proof, with a scratch of its own; `remove` takes all of it away. */
export function makeWorkplace() {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-proof-'))
  mkdirSync(join(folder, 'scratch'))
  return { folder, scratch: join(folder, 'scratch'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** JSON Lines of `rows` rows that do not compress well. @returns its path */
export function makeRows(folder, name, rows) {
  const path = join(folder, name)
  const lines = []
  for (let row = 0; row < rows; row++) {
    const digest = (what) => createHash('sha512').update(`${name} ${what} ${row}`).digest('base64')
    lines.push(JSON.stringify({ id: row, text: digest('text'), more: digest('more') }))
  }
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

/** Starts the command line. `ended` resolves to its exit code or signal, and what it printed. */
export function start(words, scratch) {
  const env = { ...process.env, PACKSCOPE_SCRATCH: scratch }
  const child = spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (bytes) => {
    out += bytes
  })
  child.stderr.on('data', (bytes) => {
    err += bytes
  })
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code: code ?? signal, out, err }))
  })
  return { child, ended }
}

/** Runs the command line to its end. */
export const run = (words, scratch) => start(words, scratch).ended

/** Everything below a folder or at a file, by name: bytes and digest; unfinished files in a list of their own. */
export function contents(path) {
  const files = {}
  const left = []
  const walk = (at, name) => {
    if (LEFT.test(name.split('/').at(-1))) {
      left.push(name)
      return
    }
    if (!statSync(at).isDirectory()) {
      files[name] = createHash('sha256').update(readFileSync(at)).digest('hex')
      return
    }
    for (const entry of readdirSync(at).sort()) walk(join(at, entry), name === '' ? entry : `${name}/${entry}`)
  }
  walk(path, '')
  return { files: JSON.stringify(files), left }
}

/** Whether there is an unfinished file in a folder. */
export const hasLeft = (folder) => readdirSync(folder).some((name) => LEFT.test(name))

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Waits until `holds` does; false when `ended` came first. */
export async function waitFor(holds, ended) {
  let isOver = false
  ended.then(() => {
    isOver = true
  })
  while (!isOver) {
    if (holds()) return true
    await pause(1)
  }
  return false
}
