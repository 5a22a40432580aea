import { extname, join } from 'node:path'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

export interface SiteFile {
  path: string
  contentType: string
  cacheControl: string
}

/** A name of the built site: no dot at its start, nothing that a file system reads as more than a name. */
const SAFE_SEGMENT = /^[\w-][\w.-]*$/

/**
 * The file below `siteDir` that a URL path names, or null for a path no built site has: empty, hidden or `..`
 * segments, however encoded, backslashes, control characters.
 */
export function siteFile(siteDir: string, urlPath: string): SiteFile | null {
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  const segments = path === '/' ? ['index.html'] : path.split('/').slice(1)
  if (!path.startsWith('/') || !segments.every((segment) => SAFE_SEGMENT.test(segment))) return null
  return {
    path: join(siteDir, ...segments),
    contentType: CONTENT_TYPES[extname(path === '/' ? 'index.html' : path)] ?? 'application/octet-stream',
    // Built assets carry a hash of their content in their name.
    cacheControl: segments[0] === 'assets' ? 'private, max-age=31536000, immutable' : 'no-store',
  }
}
