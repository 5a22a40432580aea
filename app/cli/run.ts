import type { Runtime } from '../engine/runtime.ts'
import { dedup } from './commands/dedup.ts'
import { detect } from './commands/detect.ts'
import { exportDataset } from './commands/export.ts'
import { formats } from './commands/formats.ts'
import { hash } from './commands/hash.ts'
import { head } from './commands/head.ts'
import { inspect } from './commands/inspect.ts'
import { pack } from './commands/pack.ts'
import { pad } from './commands/pad.ts'
import { search } from './commands/search.ts'
import { stats } from './commands/stats.ts'
import type { Command, CommandContext } from './context.ts'
import { type Output, printFailure } from './output.ts'
import type { StandardInput } from './standardInput.ts'
import { HELP, UsageError } from './usage.ts'

export interface Invocation {
  /** The words behind `packscope`. */
  words: string[]
  version: string
  output: Output
  signal: AbortSignal
  /** Starts the app; the one command that does not come from the engine. */
  open: Command
  makeRuntime: () => Runtime
  /** Standard input; null where it is a terminal. */
  openInput: () => Promise<StandardInput | null>
  /** Asks the person at the terminal; null where nobody is there. */
  ask: CommandContext['ask']
}

/** Runs one command line. @returns the exit code of `cli.md` */
export async function run(invocation: Invocation): Promise<number> {
  const { words, version, output, signal, open, makeRuntime, openInput, ask } = invocation
  let input: Promise<StandardInput | null> | null = null
  const commands: Readonly<Record<string, Command>> = {
    open,
    formats,
    detect,
    inspect,
    head,
    stats,
    hash,
    search,
    dedup,
    pack,
    pad,
    export: exportDataset,
  }
  const [name, ...rest] = words
  try {
    if (name === '--version' || name === '-V') {
      await output.out(`${version}\n`)
      return 0
    }
    if (name === undefined || name === 'help' || rest.concat(name).some((word) => word === '--help' || word === '-h')) {
      await output.out(HELP)
      return 0
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command) throw new UsageError(`no such command: ${name}`)
    let runtime: Runtime | null = null
    return await command(rest, {
      output,
      signal,
      ask,
      runtime: () => {
        runtime ??= makeRuntime()
        return runtime
      },
      standardInput: () => {
        input ??= openInput()
        return input
      },
    })
  } catch (error) {
    return await printFailure(output, error, { json: words.includes('--json'), debug: words.includes('--debug') })
  } finally {
    await (input as Promise<StandardInput | null> | null)?.then((opened) => opened?.close()).catch(() => {}) // told already
  }
}
