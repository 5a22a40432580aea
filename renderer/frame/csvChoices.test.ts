import { expect, test } from 'vitest'
import {
  AS_IT_LOOKS,
  DELIMITERS,
  delimiterChoice,
  HEADERS,
  headerChoice,
  withDelimiter,
  withHeader,
} from './csvChoices.ts'

test('every choice is found again in the options it makes', () => {
  for (const choice of Object.keys(DELIMITERS)) {
    expect(delimiterChoice(withDelimiter({ header: true }, choice))).toBe(choice)
  }
  for (const choice of HEADERS) expect(headerChoice(withHeader({ delimiter: ';' }, choice))).toBe(choice)
})

test('what is left to the file is not said', () => {
  expect(withDelimiter(withHeader({ header: false, delimiter: '\t' }, AS_IT_LOOKS), AS_IT_LOOKS)).toEqual({})
  expect(withHeader({ delimiter: '|' }, 'no')).toEqual({ delimiter: '|', header: false })
})
