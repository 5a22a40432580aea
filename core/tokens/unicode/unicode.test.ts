import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toNfc, toNfd } from '../normalize/canonicalForms.ts'
import { nfcChanges } from './canonical.ts'
import {
  classAt,
  classBefore,
  classOf,
  codePointAt,
  LETTER,
  LOWER,
  NEWLINE,
  NUMBER,
  SPACE,
  UPPER,
  WORD,
} from './classes.ts'

const points = (text: string) => Array.from(text, (character) => character.codePointAt(0)!)
const countOf = (bit: number) => {
  let count = 0
  for (let point = 0; point < 0x110000; point++) if (classOf(point) & bit) count++
  return count
}

describe('classes of Unicode 16', () => {
  it('has as many of each as the standard', () => {
    // DerivedGeneralCategory-16.0.0: L; N; White_Space; M + Lu + Lt + Lm + Lo; M + Ll + Lm + Lo.
    expect([LETTER, NUMBER, SPACE, NEWLINE].map(countOf)).toEqual([141028, 1911, 25, 2])
    expect(countOf(UPPER)).toBe(1858 + 31 + 404 + 136477 + 2501)
    expect(countOf(LOWER)).toBe(2258 + 404 + 136477 + 2501)
  })

  it('knows what JavaScript takes otherwise', () => {
    expect(classOf(0x85) & SPACE).not.toBe(0)
    expect(classOf(0xfeff) & SPACE).toBe(0)
    expect(classOf(0x17f) & LETTER).not.toBe(0)
    // Younger than Unicode 16.
    expect(classOf(0x323b0)).toBe(0)
    expect(['_', '\u0301', '\u200d', 'é', '字', '1'].every((c) => classOf(points(c)[0]!) & WORD)).toBe(true)
    expect(['-', ' ', '²', '😀'].some((c) => classOf(points(c)[0]!) & WORD)).toBe(false)
  })

  it('reads characters of every width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), (text) => {
        const utf8 = new TextEncoder().encode(`a${text}`)
        const point = text.codePointAt(0)!
        expect(codePointAt(utf8, 1)).toBe(point)
        expect(classAt(utf8, 1)).toBe(classOf(point) | ((utf8.length - 1) << 16))
        expect(classBefore(utf8, 0, utf8.length)).toBe(classAt(utf8, 1))
      }),
    )
  })
})

describe('canonical forms', () => {
  // Of characters older than both tables, so that the engine's own are right.
  const old = fc.constantFrom(
    ...points(
      'aeoqAÅéệ\u0300\u0301\u0302\u0323\u0327\u0345\u0344\u0f73\u1100\u1161\u11a8가각한\u0958\u2adc\ufb1d\u212b\u05b0\u05bc\u3099か',
    ),
  )

  it('are those of the standard', () => {
    fc.assert(
      fc.property(fc.array(old, { maxLength: 12 }), (text) => {
        const string = String.fromCodePoint(...text)
        expect(toNfc(text).points).toEqual(points(string.normalize('NFC')))
        expect(toNfd(text).points).toEqual(points(string.normalize('NFD')))
      }),
      { numRuns: 500 },
    )
  })

  it('account for every character they take', () => {
    fc.assert(
      fc.property(fc.array(old, { maxLength: 12 }), (text) => {
        for (const form of [toNfc(text), toNfd(text)]) {
          expect(form.changes).toHaveLength(form.points.length)
          const taken = form.changes.reduce((sum, change) => sum + (change > 0 ? 0 : 1 - change), 0)
          expect(taken).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })

  it('leave text alone that has none of what changes', () => {
    const changes = nfcChanges()
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (string) => {
        const text = points(string).filter((point) => changes[point] === 0)
        expect(toNfc(text).points).toEqual(text)
      }),
    )
  })
})
