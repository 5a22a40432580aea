import { createInterface } from 'node:readline/promises'

/**
 * Asks a person, on standard error, as results go to standard output.
 * @returns the line typed; empty at the end of input
 * @throws `AbortError` when `signal` aborts
 */
export async function askOnTerminal(question: string, signal: AbortSignal): Promise<string> {
  // The terminal keeps its own line editing, so that Ctrl+C interrupts the command as always.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  try {
    return await Promise.race([lines.question(question, { signal }), ended])
  } finally {
    lines.close()
  }
}
