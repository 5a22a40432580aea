import { expect, test } from 'vitest'
import { checksumLines } from './checksumLines.ts'

test('lines for sha256sum --check', () => {
  expect(
    checksumLines([
      { name: 'data-00000-of-00002.arrow', sha256: 'ab' },
      { name: 'with space', sha256: 'cd' },
    ]),
  ).toBe('ab  data-00000-of-00002.arrow\ncd  with space\n')
  // GNU coreutils marks a line whose name it had to escape.
  expect(checksumLines([{ name: 'a\\b\nc', sha256: 'ef' }])).toBe('\\ef  a\\\\b\\nc\n')
})
