import fc from 'fast-check'
import { expect, it } from 'vitest'
import { markWhitespace } from './whitespace.ts'

const shown = (text: string) =>
  markWhitespace(text)
    .map((run) => (run.isMark ? `[${run.text}]` : run.text))
    .join('')

it.each([
  ['', ''],
  ['plain', 'plain'],
  ['a b', 'a[·]b'],
  ['  a', '[··]a'],
  ['a\tb', 'a[→\t]b'],
  ['a\nb', 'a[↵\n]b'],
  ['a\r\nb', 'a[␍↵\n]b'],
  ['a\rb', 'a[␍\n]b'],
  ['a\u00a0b', 'a[⍽]b'],
  ['a\u200bb', 'a[⟨U+200B⟩]b'],
  ['\ufeffa', '[⟨U+FEFF⟩]a'],
  ['a\u0000', 'a[⟨U+0000⟩]'],
  ['数据 集', '数据[·]集'],
])('%j is shown as %j', (text, marked) => expect(shown(text)).toBe(marked))

it('loses no visible character and no word', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const seen = markWhitespace(text)
        .filter((run) => !run.isMark)
        .map((run) => run.text)
        .join(' ')
      expect(seen).toBe(text.split(/\s/).filter(Boolean).join(' '))
    }),
  )
})
