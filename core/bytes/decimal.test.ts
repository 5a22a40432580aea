import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalValue } from './decimal.ts'

function parsed(text: string): number {
  const bytes = new TextEncoder().encode(`x${text}x`)
  return decimalValue(bytes, 1, bytes.length - 1)
}

describe('decimalValue', () => {
  it.each([
    '0',
    '-0',
    '0.1',
    '-0.1',
    '123.456',
    '.5',
    '5.',
    '1e5',
    '-1.5E-7',
    '0.1234567890123456789',
    '9007199254740993',
    '1e400',
    '0.00000000000001',
    '999999999999999',
    '-999999999999.999',
  ])('is what Number gives for %s', (text) => {
    expect(Object.is(parsed(text), Number(text))).toBe(true)
  })

  it('is what Number gives for any double and any short decimal', () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.integer(), fc.nat(999_999)).map(([whole, fraction]) => `${whole}.${fraction}`),
    )
    fc.assert(
      fc.property(written, (text) => {
        expect(Object.is(parsed(text), Number(text))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
