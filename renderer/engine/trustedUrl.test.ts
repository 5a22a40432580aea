import { expect, test } from 'vitest'
import { sameOriginUrl } from './trustedUrl.ts'

const base = 'http://127.0.0.1:4321/app/index.html'
const origin = 'http://127.0.0.1:4321'

test('relative and absolute URLs of our origin pass', () => {
  expect(sameOriginUrl('assets/e.js', base, origin)).toBe('http://127.0.0.1:4321/app/assets/e.js')
  expect(sameOriginUrl(`${origin}/e.js`, base, origin)).toBe(`${origin}/e.js`)
})

test.each(['https://evil.example/e.js', '//evil.example/e.js', 'data:text/javascript,1', 'blob:null/1'])(
  'refused: %s',
  (url) => expect(() => sameOriginUrl(url, base, origin)).toThrow(TypeError),
)
