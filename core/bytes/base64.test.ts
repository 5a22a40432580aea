import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBase64 } from './base64.ts'

it('decodes what the platform encodes, with and without padding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      expect([...decodeBase64(text)]).toEqual([...bytes])
      expect([...decodeBase64(text.replaceAll('=', ''))]).toEqual([...bytes])
    }),
  )
})

it.each(['a*b=', 'é', 'ab=c'])('refuses %s', (text) => {
  expect(() => decodeBase64(text)).toThrowError(expect.objectContaining({ code: 'format/corrupt' }))
})
