import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUtf8, findInvalidUtf8, utf8CutEnd } from './utf8.ts'

const strict = new TextDecoder('utf-8', { fatal: true })

function accepts(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Bytes that make the edges of UTF-8 likely. */
const edgyBytes = fc
  .array(
    fc.constantFrom(
      0x41,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
    ),
    { maxLength: 6 },
  )
  .map((bytes) => Uint8Array.from(bytes))

describe('findInvalidUtf8', () => {
  it('agrees with the platform, and all before the offset it gives is well-formed', () => {
    fc.assert(
      fc.property(edgyBytes, (bytes) => {
        const at = findInvalidUtf8(bytes, 0, bytes.length)
        expect(at < 0).toBe(accepts(bytes))
        if (at >= 0) expect(accepts(bytes.subarray(0, at))).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['overlong', [0xc0, 0x80], 0],
    ['a surrogate', [0x41, 0xed, 0xa0, 0x80], 1],
    ['above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['cut off', [0x41, 0xe2, 0x82], 1],
    ['a lone continuation', [0x41, 0x42, 0x80], 2],
  ])('rejects %s', (_name, bytes, at) => {
    expect(findInvalidUtf8(Uint8Array.from(bytes), 0, bytes.length)).toBe(at)
  })

  it('looks at its range only', () => {
    const bytes = Uint8Array.of(0xff, 0x41, 0xc3, 0xa9, 0xff)
    expect(findInvalidUtf8(bytes, 1, 4)).toBe(-1)
    expect(findInvalidUtf8(bytes, 1, 3)).toBe(2)
  })
})

describe('utf8CutEnd', () => {
  it('never cuts a character of well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, budget) => {
        const bytes = new TextEncoder().encode(text)
        const end = utf8CutEnd(bytes, 0, Math.min(budget, bytes.length))
        expect(accepts(bytes.subarray(0, end))).toBe(true)
        expect(Math.min(budget, bytes.length) - end).toBeLessThan(4)
      }),
    )
  })
})

describe('decodeUtf8', () => {
  it('keeps a byte order mark and replaces what is malformed', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA')
    expect(decodeUtf8(Uint8Array.of(0x41, 0xff, 0x42))).toBe('A\ufffdB')
    expect(decodeUtf8(new TextEncoder().encode('a longer text: é😀'), 2, 8)).toBe('longer')
  })
})
