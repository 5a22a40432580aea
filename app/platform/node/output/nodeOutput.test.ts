import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeOwner } from '../../../testing/hostileOutputFs.ts'
import type { OutputOptions } from '../../platform.ts'
import { openFileSource } from '../fileSource.ts'
import { openNodeOutput } from './nodeOutput.ts'
import { nodeOutputs } from './nodeOutputs.ts'
import { outputFs } from './outputFs.ts'
import { isPossibleName } from './outputTarget.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-output-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytesOf = (text: string) => new TextEncoder().encode(text)
const open = (path: string, options: Partial<OutputOptions> = {}) =>
  openNodeOutput(
    path,
    { overwrite: false, folder: false, ...options },
    { fs: outputFs, owner: fakeOwner(), pending: null },
  )

/** Writes an output whole. */
async function write(path: string, files: Record<string, string>, options: Partial<OutputOptions> = {}) {
  const output = await open(path, options)
  for (const [name, text] of Object.entries(files)) {
    const file = await output.create(name)
    await file.write(bytesOf(text))
    await file.close()
  }
  await output.commit()
}

describe('a file', () => {
  it.each([
    'out with spaces é.arrow',
    '.hidden',
    '名前.csv',
    `${'é'.repeat(115)}.jsonl`,
    'a'.repeat(240),
    '-o',
    'a\nb"c',
  ])('may be called %j, and shows only when it is whole', async (name) => {
    const path = join(folder, name)
    const output = await open(path)
    const file = await output.create('')
    await file.write(bytesOf('rows'))
    const manifest = await output.create('.packscope.json')
    await file.close()
    await manifest.close()
    expect(await readdir(folder)).not.toContain(name)
    const { source, close } = await output.open('')
    expect(new TextDecoder().decode(await source.read(0, 10))).toBe('rows')
    await close()
    await output.commit()
    expect((await readdir(folder)).sort()).toEqual([name, `${name}.packscope.json`].sort())
    expect(output.pathOf('.packscope.json')).toBe(`${path}.packscope.json`)
  })

  it('too long a name is told before anything is written', async () => {
    const opened = open(join(folder, 'é'.repeat(125)))
    await expect(opened).rejects.toMatchObject({
      code: 'argument/invalid',
      message: expect.stringContaining('too long'),
    })
  })

  it('is not where a folder is, nor in a folder that is not there, nor a pipe', async () => {
    await expect(open(folder)).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(open(join(folder, 'none', 'out'))).rejects.toMatchObject({ code: 'sink/write' })
    await writeFile(join(folder, 'file'), '')
    await expect(open(join(folder, 'file', 'out'))).rejects.toMatchObject({ code: 'sink/write' })
    await expect(open('/dev/null', { overwrite: true })).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(open('/')).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('is only replaced when that was said, also when it appears meanwhile', async () => {
    const path = join(folder, 'out')
    const output = await open(path)
    await (await output.create('')).close()
    await writeFile(path, 'of somebody else')
    await expect(output.commit()).rejects.toMatchObject({ code: 'sink/exists' })
    await expect(open(path)).rejects.toMatchObject({ code: 'sink/exists', details: { path } })
    expect(await readdir(folder)).toEqual(['out'])
    expect(await readFile(path, 'utf8')).toBe('of somebody else')
  })

  it('of which only the manifest is left is not replaced either', async () => {
    await writeFile(join(folder, 'out.packscope.json'), '{}')
    await expect(open(join(folder, 'out'))).rejects.toMatchObject({ code: 'sink/exists' })
  })

  it('keeps its permissions, and is private while it is written', async () => {
    const path = join(folder, 'out')
    await writeFile(path, 'old')
    await chmod(path, 0o600)
    const output = await open(path, { overwrite: true })
    const file = await output.create('')
    const [part] = (await readdir(folder)).filter((name) => name.endsWith('.packscope-part'))
    expect((await stat(join(folder, part as string))).mode & 0o777).toBe(0o600)
    await file.close()
    await output.commit()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('may be written while it is read: who has it open reads the old one', async () => {
    const path = join(folder, 'out')
    await writeFile(path, 'old rows')
    const reading = await openFileSource(path)
    await write(path, { '': 'new' }, { overwrite: true })
    expect(new TextDecoder().decode(await reading.source.read(0, 100))).toBe('old rows')
    await reading.close()
    expect(await readFile(path, 'utf8')).toBe('new')
  })

  it('behind a link is written where the link leads, and the link stays', async () => {
    await mkdir(join(folder, 'disk'))
    await symlink(join('disk', 'real'), join(folder, 'link'))
    for (const text of ['first', 'second']) {
      await write(join(folder, 'link'), { '': text, '.packscope.json': '{}' }, { overwrite: true })
      expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true)
      expect((await readdir(join(folder, 'disk'))).sort()).toEqual(['real', 'real.packscope.json'])
      expect(await readFile(join(folder, 'disk', 'real'), 'utf8')).toBe(text)
    }
    await symlink('circle', join(folder, 'circle'))
    await expect(open(join(folder, 'circle'))).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('can be given up at any time, twice, and while a file is being made', async () => {
    const output = await open(join(folder, 'out'))
    const file = await output.create('')
    const late = output.create('.packscope.json').catch((error: unknown) => error)
    await output.abort()
    await output.abort()
    expect(await late).toMatchObject({ code: 'sink/write' })
    await expect(file.write(bytesOf('x'))).rejects.toMatchObject({ code: 'sink/write' })
    await expect(output.create('.other')).rejects.toMatchObject({ code: 'sink/write' })
    expect(await readdir(folder)).toEqual([])
  })

  it('is not committed while a file is open, nor under names that lead away', async () => {
    const output = await open(join(folder, 'out'))
    for (const name of ['/x', 'x', '.', '..', '.a/b', './x', '.\0']) {
      await expect(output.create(name), name).rejects.toMatchObject({ code: 'argument/invalid' })
    }
    await output.create('')
    await expect(output.create('')).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(output.open('')).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(output.commit()).rejects.toMatchObject({ code: 'argument/invalid' })
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a folder', () => {
  const state = JSON.stringify({ _data_files: [{ filename: 'data-00000-of-00001.arrow' }] })
  const saved = { '/data-00000-of-00001.arrow': 'rows', '/state.json': state, '/dataset_info.json': '{}' }

  it('holds its files under the names they were given last', async () => {
    const path = join(folder, 'out')
    const output = await open(path, { folder: true })
    for (const name of ['/data-0', '/train/data-1']) await (await output.create(name)).close()
    await output.rename('/data-0', '/data-00000-of-00001.arrow')
    await expect(output.rename('/train/data-1', '/data-00000-of-00001.arrow')).rejects.toMatchObject({
      code: 'argument/invalid',
    })
    for (const name of ['/../x', '//x', '/', '/a/../b', '/a\0', '', '/a\\b']) {
      await expect(output.create(name), name).rejects.toMatchObject({ code: 'argument/invalid' })
    }
    await output.commit()
    expect((await readdir(path, { recursive: true })).sort()).toEqual([
      'data-00000-of-00001.arrow',
      'train',
      'train/data-1',
    ])
  })

  it('takes the place of an empty one without a word, of an earlier export only when told', async () => {
    const path = join(folder, 'out')
    await mkdir(path, { mode: 0o750 })
    await write(path, saved, { folder: true })
    expect((await stat(path)).mode & 0o777).toBe(0o750)
    await expect(open(path, { folder: true })).rejects.toMatchObject({ code: 'sink/exists' })
    await writeFile(join(path, 'cache-0a.arrow'), '')
    await write(path, { ...saved, '/state.json': '{}' }, { folder: true, overwrite: true })
    expect((await readdir(path)).sort()).toEqual(['data-00000-of-00001.arrow', 'dataset_info.json', 'state.json'])
    expect(await readFile(join(path, 'state.json'), 'utf8')).toBe('{}')
    expect(await readdir(folder)).toEqual(['out'])
  })

  it.each([
    ['a file of somebody else', async (path: string) => writeFile(join(path, 'notes.txt'), 'mine'), 'notes.txt'],
    [
      'one deep in it',
      async (path: string) => {
        await mkdir(join(path, 'a', 'b'), { recursive: true })
        await writeFile(join(path, 'a', 'b', 'c'), '')
      },
      'a/b/c',
    ],
    ['a link', async (path: string) => symlink('/etc/passwd', join(path, 'cache-1.arrow')), 'cache-1.arrow'],
  ])('with %s is not replaced, whatever is said', async (_, add, name) => {
    const path = join(folder, 'out')
    await write(path, saved, { folder: true })
    await add(path)
    const opened = open(path, { folder: true, overwrite: true })
    await expect(opened).rejects.toMatchObject({ code: 'sink/exists', details: { feature: name } })
    expect(await readFile(join(path, 'data-00000-of-00001.arrow'), 'utf8')).toBe('rows')
  })

  it('is not where a file is, nor the one we stand in', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(open(join(folder, 'file'), { folder: true })).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(open(process.cwd(), { folder: true })).rejects.toMatchObject({ code: 'argument/invalid' })
  })
})

describe('outputs of this process', () => {
  it('are in a list while they are under way, and what a dead one left is cleared', async () => {
    const scratch = join(folder, 'scratch')
    const target = join(folder, 'target')
    await mkdir(target)
    const outputs = nodeOutputs(scratch)
    const output = await outputs.openOutput(
      { kind: 'path', path: join(target, 'out') },
      { overwrite: false, folder: false },
    )
    const file = await output.create('')
    const [listed] = await readdir(join(scratch, '.exports'))
    expect(JSON.parse(await readFile(join(scratch, '.exports', listed as string), 'utf8'))).toEqual({ folder: target })
    const [part] = await readdir(target)

    // As if it were another process that is dead: the same machine and start, a number nobody has.
    const dead = (name: string) => name.replace(/\d+-\d+-/, '4194304-1-')
    await writeFile(join(target, dead(part as string)), 'left')
    await writeFile(join(scratch, '.exports', dead(listed as string)), JSON.stringify({ folder: target }))
    await writeFile(join(target, '.mine.packscope-part'), 'not ours')
    await nodeOutputs(scratch).mendOutputs()
    expect((await readdir(target)).sort()).toEqual(['.mine.packscope-part', part as string].sort())
    expect(await readdir(join(scratch, '.exports'))).toEqual([listed])

    await file.close()
    await output.commit()
    expect(await readdir(join(scratch, '.exports'))).toEqual([])
    expect((await readdir(target)).sort()).toEqual(['.mine.packscope-part', 'out'])
  })

  it('go on where no list can be kept', async () => {
    await writeFile(join(folder, 'blocked'), '')
    const outputs = nodeOutputs(join(folder, 'blocked'))
    const ref = { kind: 'path', path: join(folder, 'out') } as const
    const output = await outputs.openOutput(ref, { overwrite: false, folder: false })
    await (await output.create('')).close()
    await output.commit()
    expect(await outputs.targetExists(ref, false)).toBe(true)
  })

  it('need a path', async () => {
    const download = { kind: 'download', name: 'x' } as const
    await expect(nodeOutputs(null).openOutput(download, { overwrite: false, folder: false })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })
})

describe('names', () => {
  it('that Windows takes for something else are refused there only', () => {
    for (const name of ['a:b', 'con', 'NUL.txt', 'com1', 'a.', 'a ', 'a?', 'a\u0001']) {
      expect(isPossibleName(name, 'win32'), name).toBe(false)
      expect(isPossibleName(name, 'linux'), name).toBe(true)
    }
    for (const name of ['control.csv', 'a b.arrow', 'é', '.hidden', 'company'])
      expect(isPossibleName(name, 'win32')).toBe(true)
  })
})
