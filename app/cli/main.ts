#!/usr/bin/env node
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import { createNodeRuntime } from '../hosts/nodeRuntime.ts'
import { openCommand } from './open/openCommand.ts'
import { EXIT_INTERRUPTED, type Output } from './output.ts'
import { run } from './run.ts'
import { openStandardInput, standardInputBudget } from './standardInput.ts'
import { askOnTerminal } from './terminal.ts'

const EXIT_HUNG_UP = 129
const EXIT_TERMINATED = 143
/** After this long an interrupted command is ended the hard way. */
const INTERRUPT_GRACE_MS = 3000

const distDir = dirname(fileURLToPath(import.meta.url))

const output: Output = {
  out: (text) => new Promise((resolve) => void process.stdout.write(text, () => resolve())),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
}
// `packscope head … | head -1` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const interrupted = new AbortController()
process.once('SIGINT', () => {
  interrupted.abort()
  setTimeout(() => process.exit(EXIT_INTERRUPTED), INTERRUPT_GRACE_MS).unref()
})

// Ending by `exit` lets what waits in temporary files be deleted.
process.once('SIGTERM', () => process.exit(EXIT_TERMINATED))
process.once('SIGHUP', () => process.exit(EXIT_HUNG_UP))

const code = await run({
  words: process.argv.slice(2),
  version: packageJson.version,
  output,
  signal: interrupted.signal,
  open: openCommand(distDir),
  openInput: async () =>
    process.stdin.isTTY ? null : openStandardInput(process.stdin, { budgetBytes: standardInputBudget(process.env) }),
  ask: process.stdin.isTTY && process.stderr.isTTY ? (question) => askOnTerminal(question, interrupted.signal) : null,
  makeRuntime: () => createNodeRuntime({ distDir, poolWorkerFile: join(distDir, 'poolWorker.js') }),
})
process.exit(code)
