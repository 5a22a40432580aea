import type { FormatOptions } from '../../core/formats/format.ts'

/** What is left to the file. */
export const AS_IT_LOOKS = 'as it looks'

export const HEADERS = [AS_IT_LOOKS, 'yes', 'no'] as const
export const HEADER_NAMES: Readonly<Record<(typeof HEADERS)[number], string>> = {
  [AS_IT_LOOKS]: AS_IT_LOOKS,
  yes: 'names of the columns',
  no: 'a row like the others',
}

/** Delimiters by what they are called. */
export const DELIMITERS: Readonly<Record<string, string | undefined>> = {
  [AS_IT_LOOKS]: undefined,
  'comma ,': ',',
  'semicolon ;': ';',
  tab: '\t',
  'bar |': '|',
  'colon :': ':',
  space: ' ',
}

export function headerChoice({ header }: FormatOptions): string {
  return header === undefined ? AS_IT_LOOKS : header ? 'yes' : 'no'
}

export function delimiterChoice({ delimiter }: FormatOptions): string {
  const known = Object.entries(DELIMITERS).find(([, character]) => character === delimiter)
  return known ? known[0] : AS_IT_LOOKS
}

export function withHeader({ header: _before, ...rest }: FormatOptions, choice: string): FormatOptions {
  return choice === AS_IT_LOOKS ? rest : { ...rest, header: choice === 'yes' }
}

export function withDelimiter({ delimiter: _before, ...rest }: FormatOptions, choice: string): FormatOptions {
  const delimiter = DELIMITERS[choice]
  return delimiter === undefined ? rest : { ...rest, delimiter }
}
