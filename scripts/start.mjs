#!/usr/bin/env node
// npm start [-- [--web] [--no-open] [--port N] PATH…]: installs what is missing, builds what changed, opens the app.
import { checkNode } from './setup/node.mjs'

checkNode()
const { spawn } = await import('node:child_process')
const { dirname, join } = await import('node:path')
const { fileURLToPath } = await import('node:url')
const { ensureDependencies } = await import('./setup/dependencies.mjs')
const { ensureBuild } = await import('./setup/build.mjs')

const root = dirname(dirname(fileURLToPath(import.meta.url)))
try {
  ensureDependencies(root)
  ensureBuild(root)
} catch (error) {
  console.error(`Packscope cannot start: ${error.message}`)
  process.exit(1)
}

const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'open', ...process.argv.slice(2)], {
  stdio: 'inherit',
  // npm runs scripts in the package's folder; paths are meant from where the command was typed.
  cwd: process.env.INIT_CWD ?? process.cwd(),
})
// Ctrl+C reaches the child by itself; this process only waits for it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 1))
