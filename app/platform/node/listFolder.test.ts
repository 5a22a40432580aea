import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listFolder, listGlob } from './listFolder.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'packscope-list-'))
})
afterEach(async () => {
  await chmod(join(root, 'secret'), 0o700).catch(() => {})
  await rm(root, { recursive: true, force: true })
})

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), path)
  }
}

const pathsOf = async (listing: ReturnType<typeof listFolder>) => (await listing)?.files.map(({ path }) => path)

describe('a folder on disk', () => {
  it('lists the files below it in natural order, whatever their names', async () => {
    await put(
      'set/b 10.csv',
      'set/b 2.csv',
      'set/ü/é.csv',
      'set/new\nline.csv',
      'set/.git/x',
      'set/__pycache__/y',
      'other.csv',
    )
    const listing = await listFolder(join(root, 'set'))
    expect(listing?.files.map(({ path }) => path)).toEqual(['b 2.csv', 'b 10.csv', 'new\nline.csv', 'ü/é.csv'])
    expect(listing?.files[0]).toMatchObject({ bytes: 11, source: { kind: 'path', path: join(root, 'set', 'b 2.csv') } })
    expect(listing).toMatchObject({ name: 'set', path: join(root, 'set'), isPattern: false, linksLeftOut: 0 })
    expect(await listFolder(join(root, 'other.csv'))).toBeNull()
    await expect(listFolder(join(root, 'none'))).rejects.toMatchObject({ code: 'source/not-found' })
  })

  it('follows links to files inside it, and no others', async () => {
    await put('set/a.csv', 'outside.csv', 'elsewhere/b.csv')
    await symlink('a.csv', join(root, 'set/link.csv'))
    await symlink('../outside.csv', join(root, 'set/out.csv'))
    await symlink('/etc/hostname', join(root, 'set/abs.csv'))
    await symlink('../elsewhere', join(root, 'set/folder'))
    await symlink('.', join(root, 'set/cycle'))
    await symlink('loop.csv', join(root, 'set/loop.csv'))
    await symlink('gone.csv', join(root, 'set/broken.csv'))
    const listing = await listFolder(join(root, 'set'))
    expect(listing?.files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['a.csv', 9],
      ['broken.csv', 0],
      ['link.csv', 9],
    ])
    expect(listing?.linksLeftOut).toBe(5)
  })

  it('follows the links of a snapshot of the hub cache into its blobs', async () => {
    await put('hub/datasets--x/blobs/0a', 'hub/secret')
    const snapshot = join(root, 'hub/datasets--x/snapshots/rev/data')
    await mkdir(snapshot, { recursive: true })
    await symlink('../../../blobs/0a', join(snapshot, 'train.csv'))
    await symlink('../../../../secret', join(snapshot, 'test.csv'))
    const listing = await listFolder(join(root, 'hub/datasets--x/snapshots/rev'))
    expect(listing?.files.map(({ path }) => path)).toEqual(['data/train.csv'])
    expect(listing?.linksLeftOut).toBe(1)
  })

  it.skipIf(process.getuid?.() === 0)('says which folders may not be looked into', async () => {
    await put('a.csv', 'secret/b.csv')
    await chmod(join(root, 'secret'), 0)
    expect(await listFolder(root)).toMatchObject({ files: [{ path: 'a.csv' }], unreadableFolders: ['secret'] })
  })

  it('ends with an error in folders without end, and at once when aborted', async () => {
    await mkdir(join(root, ...Array<string>(40).fill('d')), { recursive: true })
    await expect(listFolder(root)).rejects.toMatchObject({ code: 'limit/exceeded' })
    await expect(listFolder(root, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a pattern on disk', () => {
  it('lists the files that match', async () => {
    await put('d/a1.jsonl', 'd/a10.jsonl', 'd/a2.jsonl.zst', 'd/x/a3.jsonl', 'd/.a4.jsonl', 'd/b.csv')
    expect(await pathsOf(listGlob(`${root}/d/*.jsonl{,.zst}`))).toEqual(['a1.jsonl', 'a2.jsonl.zst', 'a10.jsonl'])
    expect(await pathsOf(listGlob(`${root}/**/a[13].jsonl`))).toEqual(['d/a1.jsonl', 'd/x/a3.jsonl'])
    expect(await pathsOf(listGlob(`${root}/d/.a*`))).toEqual(['.a4.jsonl'])
    expect(await pathsOf(listGlob(`${root}/none/*.csv`))).toEqual([])
    expect(await pathsOf(listGlob(`${root}/d/b.csv/*`))).toEqual([])
    await expect(listGlob(`${root}/${'{a,b}'.repeat(12)}`)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('follows links to files, as they were named', async () => {
    await put('set/a.csv', 'outside.csv')
    await symlink('../outside.csv', join(root, 'set/out.csv'))
    expect(await pathsOf(listGlob(`${root}/set/*.csv`))).toEqual(['a.csv', 'out.csv'])
  })
})
