import { parseArgs } from 'node:util'
import { UsageError } from './usage.ts'

type OptionTable = Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }>

type OptionValue<O> = O extends { multiple: true } ? string[] : O extends { type: 'string' } ? string : boolean

/** Options and paths of a command line; an option that was not given is undefined. */
export interface ParsedWords<T extends OptionTable> {
  values: { [K in keyof T]?: OptionValue<T[K]> } & {
    json?: boolean
    debug?: boolean
    help?: boolean
    split?: string
    header?: string
    delimiter?: string
  }
  positionals: string[]
}

/** Options every command has. */
const COMMON = {
  json: { type: 'boolean' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  split: { type: 'string' },
  header: { type: 'string' },
  delimiter: { type: 'string' },
} as const satisfies OptionTable

/** The words behind a command. @throws UsageError for unknown options or a wrong number of paths */
export function parseWords<const T extends OptionTable>(
  words: string[],
  options: T,
  paths: { min: number; max: number; command: string },
): ParsedWords<T> {
  const parsed = (() => {
    try {
      const config = { args: words, options: { ...COMMON, ...options }, allowPositionals: true, strict: true } as const
      return parseArgs(config) as unknown as ParsedWords<T>
    } catch (error) {
      throw new UsageError(`packscope ${paths.command}: ${(error as Error).message}`)
    }
  })()
  const count = parsed.positionals.length
  if (count < paths.min || count > paths.max) {
    const wanted = paths.min === paths.max ? `${paths.min} path` : `${paths.min} to ${paths.max} paths`
    throw new UsageError(`packscope ${paths.command} takes ${wanted}, not ${count}`)
  }
  return parsed
}

/** A whole number option. @throws UsageError */
export function wholeNumber(
  text: string | undefined,
  name: string,
  range: { min: number; max?: number; fallback: number },
): number {
  if (text === undefined) return range.fallback
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
  const max = range.max ?? Number.MAX_SAFE_INTEGER
  if (!(value >= range.min && value <= max)) {
    const upper = range.max === undefined ? '' : ` to ${range.max}`
    throw new UsageError(`${name} takes a whole number from ${range.min}${upper}, not '${text}'`)
  }
  return value
}

/** One of a set of words. @throws UsageError */
export function oneOf<T extends string>(text: string | undefined, name: string, choices: readonly T[], fallback: T): T {
  if (text === undefined) return fallback
  const match = choices.find((choice) => choice === text)
  if (!match) throw new UsageError(`${name} takes one of ${choices.join(', ')}, not '${text}'`)
  return match
}

/** `a,b` as column names; undefined when not given. Names with commas are given by repeating the option. */
export function columnList(texts: string[] | undefined): string[] | undefined {
  if (!texts) return undefined
  const names = texts.length > 1 ? texts : (texts[0] ?? '').split(',')
  if (names.some((name) => name === '')) throw new UsageError('--columns takes names separated by commas')
  return names
}
