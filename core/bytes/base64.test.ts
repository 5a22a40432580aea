import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'

it('encodes as the platform does, and decodes it, with and without padding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      expect(encodeBase64(bytes)).toBe(text)
      expect([...decodeBase64(text)]).toEqual([...bytes])
      expect([...decodeBase64(text.replaceAll('=', ''))]).toEqual([...bytes])
    }),
  )
})

it.each(['a*b=', 'é', 'ab=c'])('refuses %s', (text) => {
  expect(() => decodeBase64(text)).toThrowError(expect.objectContaining({ code: 'format/corrupt' }))
})
