import { describe, expect, it } from 'vitest'
import { siteFile } from './siteFile.ts'

describe('siteFile', () => {
  it.each([
    ['/', '/site/index.html', 'text/html; charset=utf-8'],
    ['/index.html', '/site/index.html', 'text/html; charset=utf-8'],
    ['/assets/main-a1_B2.js', '/site/assets/main-a1_B2.js', 'text/javascript; charset=utf-8'],
    ['/assets/kernels-x.wasm', '/site/assets/kernels-x.wasm', 'application/wasm'],
    ['/assets/x.bin', '/site/assets/x.bin', 'application/octet-stream'],
  ])('%s', (urlPath, path, contentType) => {
    expect(siteFile('/site', urlPath)).toMatchObject({ path, contentType })
  })

  it('lets browsers keep hashed assets only', () => {
    expect(siteFile('/site', '/assets/a.js')?.cacheControl).toContain('immutable')
    expect(siteFile('/site', '/')?.cacheControl).toBe('no-store')
  })

  it.each([
    '',
    'index.html',
    '//',
    '/assets//a.js',
    '/../secret',
    '/assets/../../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/%2e%2e%2fsecret',
    '/assets/..%5c..%5csecret',
    '/a\\b',
    '/.env',
    '/assets/.hidden',
    '/a%00.html',
    '/%',
    '/%ff',
    '/c:/windows',
    '/assets/',
  ])('refuses %j', (urlPath) => {
    expect(siteFile('/site', urlPath)).toBeNull()
  })
})
