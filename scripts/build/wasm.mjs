// AssemblyScript → build/wasm/<module>.wasm, when the sources changed. Every folder of wasm/assembly that has a
// module.ts is a module of its own: what one part of the product needs is compiled and loaded apart from the rest.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint, isFresh, writeStamp } from './fingerprint.mjs'
import { runNode } from './run.mjs'

const ASSEMBLY = 'wasm/assembly'
const SOURCES = [ASSEMBLY, 'asconfig.json', 'node_modules/assemblyscript/package.json']
const STAMP = 'build/wasm/modules.stamp'

/** @param {string} root the repository */
const modulesIn = (root) =>
  readdirSync(join(root, ASSEMBLY)).filter((name) => existsSync(join(root, ASSEMBLY, name, 'module.ts')))

const fileOf = (module) => `build/wasm/${module}.wasm`

/** The built modules' files, relative to `root`. */
export const wasmFiles = (root) => modulesIn(root).map(fileOf)

/** @param {string} root the repository */
export function buildWasm(root) {
  if (wasmFiles(root).every((file) => existsSync(join(root, file))) && isFresh(root, STAMP, SOURCES)) return
  const state = fingerprint(root, SOURCES)
  for (const module of modulesIn(root)) {
    const options = ['--config', 'asconfig.json', '--target', 'release', '--outFile', fileOf(module)]
    runNode(root, 'node_modules/assemblyscript/bin/asc.js', [`${ASSEMBLY}/${module}/module.ts`, ...options])
  }
  writeStamp(root, STAMP, state)
}

/** Vitest's global setup. */
export function setup() {
  buildWasm(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
}
