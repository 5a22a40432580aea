import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idsOf, loadJson, tokenizerGoldens } from '../../testing/tokenizers.ts'

const goldens = tokenizerGoldens()
const bytesOf = (text: string) => new TextEncoder().encode(text)
const pieces = fc.constantFrom(
  'rows',
  'the ',
  'é',
  'e\u0301',
  '字',
  '😀',
  '<s>',
  '<mask>',
  '<word>',
  ' ',
  '\n\n',
  '12',
  "'ll",
  '▁',
)
const texts = fc
  .array(
    fc.oneof(pieces, fc.string({ unit: 'grapheme-ascii', maxLength: 5 }), fc.string({ unit: 'binary', maxLength: 5 })),
  )
  .map((parts) => parts.join(''))

/** What tokens stand for, joined. */
function decode(tokenizer: ReturnType<typeof loadJson>, ids: readonly number[]): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(ids.flatMap((id) => Array.from(tokenizer.tokenBytes(id)))),
  )
}

describe.each(goldens)('$name', ({ file }) => {
  const tokenizer = loadJson(file)
  // Trimmed offsets need not go forward.
  const untrimmed = loadJson({ ...file, post_processor: null })

  it('counts what it encodes, cached or not, and places every token in the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = bytesOf(text)
        const ids = idsOf(tokenizer, text)
        expect(tokenizer.count(bytes, 0, bytes.length, false)).toBe(ids.length)
        expect(idsOf(loadJson(file), text)).toEqual(ids)
        const placed = untrimmed.encodeText(text, false)
        expect(Array.from(placed.ids)).toEqual(ids)
        const length = Array.from(text).length
        for (let i = 0; i < ids.length; i++) {
          expect(placed.starts[i]).toBeLessThanOrEqual(placed.ends[i]!)
          expect(placed.ends[i]).toBeLessThanOrEqual(length)
          if (i > 0) expect(placed.starts[i]).toBeGreaterThanOrEqual(placed.starts[i - 1]!)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe.each(goldens.filter(({ name }) => ['cl100k', 'o200k', 'gemma'].includes(name)))('$name', ({ file }) => {
  const added = (file.added_tokens as { content: string; lstrip: boolean; single_word: boolean }[]).filter(
    (token) => !token.lstrip && !token.single_word,
  )
  // Only those that take nothing, and no mark, which is written as a space.
  const tokenizer = loadJson({ ...file, added_tokens: added.filter(({ content }) => content.startsWith('<')) })
  const plain = texts.filter((text) => !text.includes('▁'))

  it('loses nothing', () => {
    fc.assert(
      fc.property(plain, (text) => {
        expect(decode(tokenizer, idsOf(tokenizer, text))).toBe(text)
      }),
    )
  })

  it('covers the text without a gap', () => {
    const trims = loadJson({ ...file, added_tokens: [], post_processor: null })
    fc.assert(
      fc.property(plain, (text) => {
        const { starts, ends } = trims.encodeText(text, false)
        const last = Array.from(ends).reduce((end, next, i) => {
          expect(starts[i]).toBeLessThanOrEqual(end)
          return next
        }, 0)
        expect(last).toBe(Array.from(text).length)
      }),
    )
  })

  it('encodes what is around a special token by itself', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        fc.pre(!(a + b).includes('<'))
        expect(idsOf(tokenizer, `${a}</s>${b}`)).toEqual([
          ...idsOf(tokenizer, a),
          tokenizer.idOf('</s>'),
          ...idsOf(tokenizer, b),
        ])
      }),
    )
  })
})
