import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileScratch } from './fileScratch.ts'
import { evict, scratchBudget, scratchFolder } from './scratchFolder.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'packscope-scratch-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const bytes = (length: number, fill = 1) => new Uint8Array(length).fill(fill)
const age = (path: string, seconds: number) => utimes(path, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds)

describe('scratch in a folder', () => {
  it('gives back what was written, to whoever asks', async () => {
    const scratch = fileScratch(join(root, 'deep', 'er'), 1e6)
    expect(await scratch.read('g/a')).toBeNull()
    expect(await scratch.open('g/a')).toBeNull()
    await scratch.write('g/a', bytes(100, 7))
    await scratch.write('g/a', bytes(50, 8))
    expect(await fileScratch(join(root, 'deep', 'er'), 1e6).read('g/a')).toEqual(bytes(50, 8))
    const opened = await scratch.open('g/a')
    expect(await opened?.source.read(45, 99)).toEqual(bytes(5, 8))
    await opened?.close()
  })

  it('is for this user only', async () => {
    const scratch = fileScratch(join(root, 'mine'), 1e6)
    await scratch.write('g/a', bytes(1))
    for (const path of ['mine', 'mine/g']) expect((await stat(join(root, path))).mode & 0o077).toBe(0)
    expect((await stat(join(root, 'mine/g/a'))).mode & 0o077).toBe(0)
  })

  it('shows an entry once it is closed, and none that was aborted', async () => {
    const scratch = fileScratch(root, 1e6)
    const sink = await scratch.create('g/a')
    await sink.write(bytes(10))
    expect(await scratch.read('g/a')).toBeNull()
    await sink.close()
    expect(await scratch.read('g/a')).toHaveLength(10)
    const other = await scratch.create('g/b')
    await other.write(bytes(10))
    await other.abort()
    expect(await readdir(join(root, 'g'))).toEqual(['a'])
  })

  it('stays within its budget: the groups not used for longest go', async () => {
    const scratch = fileScratch(root, 1000)
    for (const [i, group] of ['a', 'b', 'c'].entries()) {
      await scratch.write(`${group}/x`, bytes(300))
      await age(join(root, group), 100 - i)
    }
    await scratch.read('a/x') // used again
    await scratch.write('d/x', bytes(300))
    expect((await readdir(root)).sort()).toEqual(['a', 'c', 'd'])
    await expect(scratch.write('e/x', bytes(1001))).rejects.toMatchObject({ code: 'sink/full' })
    expect(await scratch.read('e/x')).toBeNull()
  })

  it('clears what a dead process left, but not what another one is writing', async () => {
    const scratch = fileScratch(root, 1000)
    await scratch.write('g/a', bytes(10))
    await writeFile(join(root, 'g', 'b.0123.part'), bytes(100))
    await writeFile(join(root, 'g', 'c.4567.part'), bytes(100))
    await age(join(root, 'g', 'b.0123.part'), 24 * 3600)
    expect(await evict(root, 1000, null, Date.now())).toBe(110)
    expect((await readdir(join(root, 'g'))).sort()).toEqual(['a', 'c.4567.part'])
  })

  it('leaves alone what is no group', async () => {
    await mkdir(join(root, '.exports'))
    await writeFile(join(root, '.exports', 'x.json'), bytes(2000))
    await fileScratch(root, 1000).write('g/a', bytes(10))
    expect(await evict(root, 0, null, Date.now())).toBe(0)
    expect(await readdir(root)).toEqual(['.exports'])
  })

  it('lets two writers of one entry end with one of both, whole', async () => {
    const scratches = [fileScratch(root, 1e8), fileScratch(root, 1e8)]
    await Promise.all(Array.from({ length: 20 }, (_, i) => scratches[i % 2]?.write('g/a', bytes(100_000, i))))
    const entry = (await scratches[0]?.read('g/a')) as Uint8Array
    expect(entry).toHaveLength(100_000)
    expect(new Set(entry).size).toBe(1)
    expect(await readdir(join(root, 'g'))).toEqual(['a'])
  })

  it('removes by the beginning of keys', async () => {
    const scratch = fileScratch(root, 1e6)
    for (const key of ['g/state-1', 'g/state-2', 'g/index', 'h/state-1']) await scratch.write(key, bytes(1))
    await scratch.remove('g/state-')
    expect(await readdir(join(root, 'g'))).toEqual(['index'])
    await scratch.remove('g/')
    expect(await readdir(root)).toEqual(['h'])
    await scratch.remove('nothing/here')
    for (const key of ['..', '../x', '../x/', '/etc'])
      await expect(scratch.remove(key)).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(scratch.write('../x', bytes(1))).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('says so where it may not write', async () => {
    await writeFile(join(root, 'file'), 'x')
    await expect(fileScratch(join(root, 'file'), 1e6).write('g/a', bytes(1))).rejects.toMatchObject({
      code: 'sink/write',
    })
    await expect(fileScratch(root, 0).write('g/a', bytes(1))).rejects.toMatchObject({ code: 'sink/full' })
  })
})

describe('where scratch is', () => {
  it.each([
    [{ HOME: '/h' }, 'linux', '/h/.cache/packscope/scratch'],
    [{ HOME: '/h', XDG_CACHE_HOME: '/c' }, 'linux', '/c/packscope/scratch'],
    [{ HOME: '/h' }, 'darwin', '/h/Library/Caches/packscope/scratch'],
    [{ HOME: '/h', PACKSCOPE_SCRATCH: '/s' }, 'linux', '/s'],
  ] as const)('%j on %s is %s', (env, platform, folder) => expect(scratchFolder(env, platform)).toBe(folder))

  it.each([
    [undefined, 4 * 1024 ** 3],
    ['0', 0],
    ['1000', 1000],
    ['much', 4 * 1024 ** 3],
  ])('may take what PACKSCOPE_SCRATCH_BYTES=%s says: %i', (asked, budget) => {
    expect(scratchBudget(asked === undefined ? {} : { PACKSCOPE_SCRATCH_BYTES: asked })).toBe(budget)
  })
})
