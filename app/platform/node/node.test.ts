import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openFileSource } from './fileSource.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-node-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('a file as a source', () => {
  it('reads any range, short only at the end', async () => {
    const opened = await openFileSource(await file('a', 'hello world'))
    expect(opened.source.byteLength).toBe(11)
    expect(text(await opened.source.read(0, 5))).toBe('hello')
    expect(text(await opened.source.read(6, 100))).toBe('world')
    expect((await opened.source.read(50, 60)).length).toBe(0)
    await opened.close()
  })

  it('gives the caller its own bytes', async () => {
    const opened = await openFileSource(await file('a', 'abcd'))
    const first = await opened.source.read(0, 4)
    first.fill(0)
    expect(text(await opened.source.read(0, 4))).toBe('abcd')
    await opened.close()
  })

  it.each([
    [-1, 3],
    [3, 1],
    [Number.NaN, 1],
  ])('refuses the range %s..%s', async (start, end) => {
    const opened = await openFileSource(await file('a', 'abcd'))
    await expect(opened.source.read(start, end)).rejects.toMatchObject({ code: 'argument/invalid' })
    await opened.close()
  })

  it('has a code for each way of not being a file', async () => {
    await expect(openFileSource(join(folder, 'none'))).rejects.toMatchObject({ code: 'source/not-found' })
    await expect(openFileSource(join(await file('plain', ''), 'below'))).rejects.toMatchObject({
      code: 'source/not-found',
    })
    await expect(openFileSource(folder)).rejects.toMatchObject({
      code: 'argument/invalid',
      message: expect.stringContaining('a directory'),
    })
  })

  it.skipIf(process.platform === 'win32')('does not wait for a writer of a named pipe', async () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    await expect(openFileSource(path)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('ends at a link that points to itself', async () => {
    const path = join(folder, 'loop')
    await symlink(path, path)
    await expect(openFileSource(path)).rejects.toMatchObject({ code: 'source/read' })
  })

  it.skipIf(process.getuid?.() === 0)('says when permission is missing', async () => {
    const path = await file('secret', 'x')
    await chmod(path, 0)
    await expect(openFileSource(path)).rejects.toMatchObject({ code: 'source/denied' })
  })

  it('notices a file cut while it is open', async () => {
    const path = await file('a', 'x'.repeat(1000))
    const opened = await openFileSource(path)
    await truncate(path, 100)
    await expect(opened.source.read(0, 1000)).rejects.toMatchObject({ code: 'source/changed' })
    await opened.close()
  })

  it('notices a file rewritten in place with the same size', async () => {
    const path = await file('a', 'old!')
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
    const opened = await openFileSource(path)
    await writeFile(path, 'new!')
    await utimes(path, 1, 1)
    vi.setSystemTime(1_002_000)
    await expect(opened.source.read(0, 4)).rejects.toMatchObject({ code: 'source/changed' })
    await opened.close()
  })

  it('honours a signal that is aborted', async () => {
    const opened = await openFileSource(await file('a', 'abcd'))
    await expect(opened.source.read(0, 4, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
    await opened.close()
  })
})
