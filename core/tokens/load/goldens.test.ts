import { describe, expect, it } from 'vitest'
import { idsOf, loadJson, tokenizerGoldens } from '../../testing/tokenizers.ts'

describe.each(tokenizerGoldens())('$name, as the Rust tokenizers', ({ file, cases }) => {
  const tokenizer = loadJson(file)

  it('gives the same ids', () => {
    for (const { text, bare, special } of cases) {
      expect({ text, ids: idsOf(tokenizer, text) }).toEqual({ text, ids: bare[0] })
      expect({ text, ids: idsOf(tokenizer, text, true) }).toEqual({ text, ids: special[0] })
    }
  })

  it('counts what it gives', () => {
    for (const { text, bare, special } of cases) {
      const bytes = new TextEncoder().encode(text)
      expect(tokenizer.count(bytes, 0, bytes.length, false)).toBe(bare[0].length)
      expect(tokenizer.count(bytes, 0, bytes.length, true)).toBe(special[0].length)
    }
  })

  it('knows where the tokens stand', () => {
    for (const { text, bare, special } of cases) {
      for (const [addSpecial, expected] of [[false, bare] as const, [true, special] as const]) {
        const { ids, starts, ends } = tokenizer.encodeText(text, addSpecial)
        const ours = [Array.from(ids), Array.from(starts), Array.from(ends)]
        expect({ text, addSpecial, ours }).toEqual({ text, addSpecial, ours: expected })
      }
    }
  })
})
