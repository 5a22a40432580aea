import { describe, expect, it } from 'vitest'
import { parseRowTarget } from './gotoRow.ts'

describe('parseRowTarget', () => {
  it.each([
    ['0', 0],
    ['1,234', 1_234],
    [" 9'812'440 ", 9_812_440],
    ['1_000', 1_000],
    ['-1', 9_999_999],
    ['-10000000', 0],
    ['end', 9_999_999],
    ['LAST', 9_999_999],
    ['0%', 0],
    ['50 %', 5_000_000],
    ['100%', 9_999_999],
    ['300%', 9_999_999],
  ])('%s of ten million', (text, row) => {
    expect(parseRowTarget(text, 10_000_000, true)).toEqual({ kind: 'row', row })
  })

  it.each(['', 'abc', '1.5', '--1', '9'.repeat(16), '0x10'])('refuses %j', (text) => {
    expect(parseRowTarget(text, 100, true).kind).toBe('invalid')
  })

  it('names the last row when asked for one behind it', () => {
    expect(parseRowTarget('100', 100, true)).toEqual({ kind: 'invalid', message: 'The last row is 99' })
    expect(parseRowTarget('-101', 100, true)).toEqual({ kind: 'invalid', message: 'There are 100 rows' })
  })

  it('waits for rows that may still come', () => {
    expect(parseRowTarget('100', 100, false)).toEqual({ kind: 'later', row: 100 })
  })

  it('has nowhere to go in an empty dataset', () => {
    expect(parseRowTarget('0', 0, true).kind).toBe('invalid')
  })
})
