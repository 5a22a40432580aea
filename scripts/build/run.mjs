import { spawnSync } from 'node:child_process'

/** Runs a JavaScript program with this Node in `root`, its output on our terminal; throws where it fails. */
export function runNode(root, program, args) {
  const result = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' })
  if (result.error) throw result.error
  if (result.status !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${result.signal ?? `exit code ${result.status}`}`)
  }
}
