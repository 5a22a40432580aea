#!/usr/bin/env node
// npm run build: WASM kernels, then everything else with Vite, into dist/.
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeStamp } from './build/fingerprint.mjs'
import { BUILD_STAMP, buildState } from './build/freshness.mjs'
import { runNode } from './build/run.mjs'
import { buildWasm } from './build/wasm.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
try {
  const state = buildState(root)
  rmSync(join(root, BUILD_STAMP), { force: true })
  buildWasm(root)
  runNode(root, 'node_modules/vite/bin/vite.js', ['build', '--app', '--logLevel', 'warn'])
  writeStamp(root, BUILD_STAMP, state)
} catch (error) {
  console.error(`build failed: ${error.message}`)
  process.exit(1)
}
