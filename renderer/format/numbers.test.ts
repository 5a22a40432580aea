import { describe, expect, test } from 'vitest'
import { formatBytes, formatCompact, formatCount, formatDuration, formatPercent, formatPlural } from './numbers.ts'

/** Numbers and units hold together by no-break spaces; written plain here. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test.each([
  [0, '0'],
  [999, '999'],
  [9_999, '9,999'],
  [10_000, '10.0 k'],
  [62_149, '62.1 k'],
  [999_499, '999 k'],
  [999_500, '1.00 M'],
  [9_812_440, '9.81 M'],
  [4_870_000_000, '4.87 B'],
  [-31_200_000, '-31.2 M'],
])('formatCompact(%d) is %s', (count, text) => expect(plain(formatCompact(count))).toBe(text))

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [999.6, '1.00 kB'],
  [1_500, '1.50 kB'],
  [18_712_345_678, '18.7 GB'],
  [99_960_000, '100 MB'],
])('formatBytes(%d) is %s', (bytes, text) => expect(plain(formatBytes(bytes))).toBe(text))

describe('formatPercent', () => {
  test.each([
    [0.987123, '98.71 %'],
    [1, '100.00 %'],
    [0, '0.00 %'],
  ])('%d is %s', (share, text) => expect(plain(formatPercent(share))).toBe(text))

  test('what is not all is never 100', () => expect(plain(formatPercent(0.999_999))).toBe('99.99 %'))
  test('what is not nothing is never 0', () => expect(plain(formatPercent(0.000_001))).toBe('< 0.01 %'))
  test('whole percents keep the same promise', () => expect(plain(formatPercent(0.999, 0))).toBe('99 %'))
})

test.each([
  [20, '0.1 s'],
  [420, '0.4 s'],
  [949, '0.9 s'],
  [960, '1 s'],
  [6_400, '6 s'],
  [59_600, '1 min'],
  [80_000, '1 min 20 s'],
  [7_500_000, '2 h 5 min'],
])('formatDuration(%d) is %s', (ms, text) => expect(plain(formatDuration(ms))).toBe(text))

test('counts carry their noun', () => {
  expect(formatPlural(1, 'row')).toBe('1 row')
  expect(formatPlural(1_234, 'row')).toBe('1,234 rows')
  expect(formatPlural(2, 'entry', 'entries')).toBe('2 entries')
  expect(formatCount(9_007_199_254_740_991)).toBe('9,007,199,254,740,991')
})
