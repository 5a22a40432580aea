import { expect, test } from 'vitest'
import { bytesOfText, sizeWord } from './byteSize.ts'

test.each([
  ['500MB', 500e6],
  ['500 mb', 500e6],
  ['1.5 GB', 1.5e9],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['2kb', 2000],
  ['64 MiB', 64 * 2 ** 20],
  ['1,000', 1000],
  ['.5kB', 500],
  [' 7 ', 7],
  ['0', null],
  ['0.1', null],
  ['', null],
  ['MB', null],
  ['5 miles', null],
  ['5 constructor', null],
  ['5constructor', null],
  ['9999999TB', null],
  ['-5MB', null],
  ['1e9', null],
  ['9999999999 TB', null],
  ['1.2.3 MB', null],
])('%s is %s bytes', (text, bytes) => expect(bytesOfText(text)).toBe(bytes))

test('a size in one word reads the same', () => {
  for (const bytes of [1, 999, 1000, 500e6, 1.5e9, 3e12, 64 * 2 ** 20, 123_456_789]) {
    expect(bytesOfText(sizeWord(bytes))).toBe(bytes)
  }
  expect(sizeWord(500e6)).toBe('500MB')
  expect(sizeWord(1.5e9)).toBe('1500MB')
})
