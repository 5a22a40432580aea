// AssemblyScript → build/wasm/kernels.wasm, when its sources changed.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint, isFresh, writeStamp } from './fingerprint.mjs'
import { runNode } from './run.mjs'

const SOURCES = ['wasm/assembly', 'asconfig.json', 'node_modules/assemblyscript/package.json']
const STAMP = 'build/wasm/kernels.stamp'

/** @param {string} root the repository */
export function buildKernels(root) {
  if (existsSync(join(root, 'build/wasm/kernels.wasm')) && isFresh(root, STAMP, SOURCES)) return
  const state = fingerprint(root, SOURCES)
  runNode(root, 'node_modules/assemblyscript/bin/asc.js', ['--config', 'asconfig.json', '--target', 'release'])
  writeStamp(root, STAMP, state)
}

/** Vitest's global setup. */
export function setup() {
  buildKernels(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
}
