import { type FileHandle, open, stat } from 'node:fs/promises'
import { parseRange } from './byteRange.ts'
import { SECURITY_HEADERS } from './securityHeaders.ts'
import type { SiteFile } from './siteFile.ts'

/** Part of an open file, half-open. Whoever takes it closes the file. */
export interface FileBody {
  file: FileHandle
  byteStart: number
  byteEnd: number
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: FileBody | string | null
}

export function textAnswer(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body: text,
  }
}

/** Answers GET or HEAD for a regular file, or the part of it that a `Range` header names. Never throws for a bad file. */
export async function fileAnswer(
  { path, contentType, cacheControl }: SiteFile,
  method: string,
  range: string | null,
): Promise<Answer> {
  let file: FileHandle | null = null
  try {
    // Asked before opening: opening a pipe would wait for its writer.
    if (!(await stat(path)).isFile()) return textAnswer(404, 'not a file')
    file = await open(path)
    const { size, mtimeMs } = await file.stat()
    const wanted = parseRange(range, size)
    const headers: Record<string, string> = {
      ...SECURITY_HEADERS,
      'content-type': contentType,
      'cache-control': cacheControl,
      'accept-ranges': 'bytes',
      etag: `"${size.toString(16)}-${Math.round(mtimeMs * 1000).toString(16)}"`,
    }
    if (wanted.kind === 'unsatisfiable') {
      return {
        status: 416,
        headers: { ...headers, 'content-range': `bytes */${size}`, 'content-length': '0' },
        body: null,
      }
    }
    const [byteStart, byteEnd] = wanted.kind === 'part' ? [wanted.byteStart, wanted.byteEnd] : [0, size]
    headers['content-length'] = String(byteEnd - byteStart)
    if (wanted.kind === 'part') headers['content-range'] = `bytes ${byteStart}-${byteEnd - 1}/${size}`
    const status = wanted.kind === 'part' ? 206 : 200
    if (method === 'HEAD') return { status, headers, body: null }
    const body = { file, byteStart, byteEnd }
    file = null
    return { status, headers, body }
  } catch (error) {
    return textAnswer(...failure(error))
  } finally {
    await file?.close()
  }
}

function failure(error: unknown): [status: number, text: string] {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EACCES' || code === 'EPERM') return [403, 'permission denied']
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return [404, 'not found']
  return [500, `could not be read (${code ?? 'unknown error'})`]
}
