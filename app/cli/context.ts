import type { Runtime } from '../engine/runtime.ts'
import type { Output } from './output.ts'
import type { StandardInput } from './standardInput.ts'

/** What a command gets besides its words. */
export interface CommandContext {
  output: Output
  /** Aborted by Ctrl+C. */
  signal: AbortSignal
  /** Kernels, files and workers; made at first use, since not every command reads data. */
  runtime(): Runtime
  /** Asks the person at the terminal and takes a line; null where nobody is there. */
  ask: ((question: string) => Promise<string>) | null
  /** What is piped in, as a file that goes when the command ends; null where it is a terminal. */
  standardInput(): Promise<StandardInput | null>
}

/** @returns the exit code */
export type Command = (words: string[], context: CommandContext) => Promise<number>
