import { spawn } from 'node:child_process'

/** An Electron that fails within this time has not shown a window worth speaking of. */
const START_MS = 5000

/**
 * Runs the desktop app until it ends.
 * @returns its exit code, or a sentence where it did not start
 */
export function runElectron(binary: string, args: readonly string[]): Promise<number | string> {
  const started = performance.now()
  // Set by tools that run Electron as Node; the app would then not start as an app.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(binary, args, { stdio: 'inherit', env })
  // A Ctrl+C in a terminal reaches the child by itself; a signal to this process alone does not.
  const end = () => child.kill('SIGTERM')
  process.once('SIGTERM', end)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`Electron did not start (${error.message}).`))
    child.once('exit', (code, signal) => {
      process.removeListener('SIGTERM', end)
      const early = performance.now() - started < START_MS
      if (early && code !== 0 && signal !== 'SIGTERM' && signal !== 'SIGINT') {
        resolve(`Electron stopped at once (${signal ?? `exit code ${code}`}).`)
      } else resolve(code ?? 0)
    })
  })
}
