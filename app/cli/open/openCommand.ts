import { parseWords, wholeNumber } from '../args.ts'
import type { Command } from '../context.ts'
import { openApp } from './openApp.ts'

/** `packscope open [PATH…]`: the app; ends when its window is closed, or with Ctrl+C. */
export function openCommand(distDir: string): Command {
  return async (words, { output, signal }) => {
    const { values, positionals } = parseWords(
      words,
      { web: { type: 'boolean' }, 'no-open': { type: 'boolean' }, port: { type: 'string' } },
      { command: 'open', min: 0, max: Number.POSITIVE_INFINITY },
    )
    return openApp(positionals, {
      distDir,
      web: values.web === true,
      noOpen: values['no-open'] === true,
      port: wholeNumber(values.port, '--port', { min: 0, max: 65535, fallback: 0 }),
      output,
      signal,
    })
  }
}
