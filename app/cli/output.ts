import { type EngineError, isAbortError, toEngineError } from '../../core/errors.ts'
import { UsageError } from './usage.ts'

export const EXIT_BAD_DATA = 1
export const EXIT_USAGE = 2
export const EXIT_INTERRUPTED = 130

/** Where a command's words go; tests pass their own. */
export interface Output {
  /** Results. Resolves when more may be written. */
  out(text: string): Promise<void>
  /** Progress and messages. */
  err(text: string): void
  /** Whether standard error is a terminal, so that a progress bar makes sense. */
  isTerminal: boolean
}

/** Prints a result as one JSON document, or as text for people. */
export async function printResult(output: Output, json: boolean, value: unknown, text: () => string): Promise<void> {
  await output.out(json ? `${JSON.stringify(value)}\n` : text())
}

/** One line for a failure, plus a JSON document where JSON was asked for. @returns the exit code */
export async function printFailure(
  output: Output,
  error: unknown,
  options: { json: boolean; debug: boolean },
): Promise<number> {
  if (isAbortError(error)) return EXIT_INTERRUPTED
  if (error instanceof UsageError) {
    output.err(`usage: ${error.message}\nTry 'packscope --help'.\n`)
    return EXIT_USAGE
  }
  const coded = toEngineError(error) as EngineError
  const { path, row, byte } = coded.details
  const place = [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(byte === undefined ? [] : [`byte ${byte}`]),
    ...(path === undefined || coded.message.includes(path) ? [] : [path]),
  ].join(', ')
  output.err(`error[${coded.code}]: ${coded.message}${place ? ` (${place})` : ''}\n`)
  if (options.debug) output.err(`${(coded.cause instanceof Error ? coded.cause.stack : coded.stack) ?? ''}\n`)
  if (options.json) {
    const details = { ...(row === undefined ? {} : { row }), ...(byte === undefined ? {} : { byte }) }
    await output.out(`${JSON.stringify({ error: { code: coded.code, message: coded.message, ...details } })}\n`)
  }
  return EXIT_BAD_DATA
}
