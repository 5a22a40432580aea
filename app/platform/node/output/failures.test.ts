import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeOwner, type Hostility, hostileOutputFs } from '../../../testing/hostileOutputFs.ts'
import { mendOutputs } from './mendOutputs.ts'
import { openNodeOutput } from './nodeOutput.ts'
import { outputFs } from './outputFs.ts'
import { parsePartName } from './partNames.ts'

type Files = Record<string, string>

/** What an export writes, by names of `OutputFiles`, over what an earlier one wrote. */
interface Case {
  folder: boolean
  before: Files
  written: Files
  after: Files
}

const STATE = (...names: string[]) => JSON.stringify({ _data_files: names.map((filename) => ({ filename })) })
const FILE = { out: 'old rows', 'out.packscope.json': '{"of":"old"}' }
const FOLDER = {
  'out/state.json': STATE('data-00000-of-00001.arrow'),
  'out/data-00000-of-00001.arrow': 'old rows',
  'out/cache-17.arrow': 'left by a map',
}
const NEW_FOLDER = { '/data-00000-of-00001.arrow': 'new rows', '/state.json': STATE('data-00000-of-00001.arrow') }
const SHOWN_FOLDER = { 'out/data-00000-of-00001.arrow': 'new rows', 'out/state.json': NEW_FOLDER['/state.json'] }
const MANIFEST = { '.packscope.json': '{"of":"new"}' }
const SHOWN_MANIFEST = { 'out.packscope.json': '{"of":"new"}' }

const CASES: Record<string, Case> = {
  'a new file': { folder: false, before: {}, written: { '': 'new rows' }, after: { out: 'new rows' } },
  'a new file and its manifest': {
    folder: false,
    before: {},
    written: { '': 'new rows', ...MANIFEST },
    after: { out: 'new rows', ...SHOWN_MANIFEST },
  },
  'a file over another': {
    folder: false,
    before: FILE,
    written: { '': 'new rows', ...MANIFEST },
    after: { out: 'new rows', ...SHOWN_MANIFEST },
  },
  'a file without a manifest over one with': {
    folder: false,
    before: FILE,
    written: { '': 'new rows' },
    after: { out: 'new rows' },
  },
  'a new folder': { folder: true, before: {}, written: NEW_FOLDER, after: SHOWN_FOLDER },
  'a folder over another': {
    folder: true,
    before: { ...FOLDER, 'out.packscope.json': '{"of":"old"}' },
    written: { ...NEW_FOLDER, ...MANIFEST },
    after: { ...SHOWN_FOLDER, ...SHOWN_MANIFEST },
  },
}

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'packscope-failures-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** A folder of its own for each attempt, with what was there before and a file of somebody else. */
async function prepared(name: string, before: Files): Promise<string> {
  const folder = join(root, name)
  for (const [path, text] of Object.entries({ ...before, 'a neighbour': 'x' })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

/** Everything in a folder, by path; unfinished files under the name `?`. */
async function contents(folder: string): Promise<Files> {
  const found: Files = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1)
    if (path.split('/').some((part) => parsePartName(part))) found['?'] = 'left'
    else if (entry.isFile()) found[path] = await readFile(join(folder, path), 'utf8')
  }
  delete found['a neighbour']
  return found
}

/** @returns the error, or null when it went well; and how many steps it took */
async function attempt(folder: string, { folder: isFolder, written }: Case, how: Hostility, owner = fakeOwner()) {
  const fs = hostileOutputFs(how)
  const options = { overwrite: true, folder: isFolder }
  const run = async () => {
    const output = await openNodeOutput(join(folder, 'out'), options, { fs, owner, pending: null })
    try {
      for (const [name, text] of Object.entries(written)) {
        const file = await output.create(name)
        await file.write(new TextEncoder().encode(text.slice(0, 3)))
        await file.write(new TextEncoder().encode(text.slice(3)))
        await file.close()
      }
    } catch (error) {
      await output.abort()
      throw error
    }
    await output.commit()
  }
  const error = await run().then(
    () => null,
    (caught: unknown) => caught,
  )
  return { error, steps: fs.steps() }
}

describe.each(Object.entries(CASES))('%s', (_, what) => {
  it.each([{}, { isShort: true }, { hasNoLinks: true }])('is written (%o)', async (how) => {
    const folder = await prepared('all', what.before)
    expect((await attempt(folder, what, how)).error).toBeNull()
    expect(await contents(folder)).toEqual(what.after)
  })

  it.each([
    ['ENOSPC', 'sink/full'],
    ['EROFS', 'sink/denied'],
    ['EIO', 'sink/write'],
  ])('is written or not, and leaves nothing, whatever step fails with %s', async (code, coded) => {
    for (let failAt = 0; ; failAt++) {
      const folder = await prepared(`${code}${failAt}`, what.before)
      const owner = fakeOwner()
      const { error, steps } = await attempt(folder, what, { failAt, code }, owner)
      const found = await contents(folder)
      // A step that only removed something may fail: the next start does it again.
      owner.end()
      expect(await mendOutputs(outputFs, owner, folder)).toBe(true)
      const mended = await contents(folder)
      if (error) {
        expect(error, `step ${failAt}`).toMatchObject({ code: coded })
        expect(found, `step ${failAt}`).toEqual(what.before)
      }
      expect(mended, `step ${failAt}`).toEqual(error ? what.before : what.after)
      if (failAt >= steps) break
    }
  })

  it.each([false, true])(
    'is the old or the new one wherever the process is killed (no links: %s)',
    async (hasNoLinks) => {
      const seen = new Set<string>()
      for (let failAt = 0; ; failAt++) {
        const folder = await prepared(`killed${failAt}`, what.before)
        const owner = fakeOwner()
        const { error, steps } = await attempt(folder, what, { failAt, isKilled: true, hasNoLinks }, owner)
        const found = await contents(folder)
        const data = (files: Files) => files.out ?? files['out/data-00000-of-00001.arrow'] ?? 'none'
        const manifest = found['out.packscope.json']
        if (manifest) expect(`${data(found)} ${manifest}`).toMatch(/^(old rows .*old|new rows .*new)/)
        if (!what.folder && !hasNoLinks) expect([data(what.before), data(what.after)]).toContain(data(found))

        // While it runs, nobody touches what it has under way.
        await mendOutputs(outputFs, owner, folder)
        expect(await contents(folder)).toEqual(found)
        owner.end()
        expect(await mendOutputs(outputFs, owner, folder)).toBe(true)
        const mended = await contents(folder)
        expect([what.before, what.after], `step ${failAt}`).toContainEqual(mended)
        seen.add(data(mended))
        if (error === null && failAt >= steps) break
      }
      expect(seen.size).toBe(2)
    },
  )

  it('is mended though the mending is killed, too', async () => {
    for (let failAt = 0; ; failAt++) {
      const folder = await prepared(`twice${failAt}`, what.before)
      const owner = fakeOwner()
      const { error, steps } = await attempt(folder, what, { failAt, isKilled: true }, owner)
      owner.end()
      for (let mendFailAt = 0; ; mendFailAt++) {
        const fs = hostileOutputFs({ failAt: mendFailAt, isKilled: true })
        await mendOutputs(fs, owner, folder)
        if (fs.steps() <= mendFailAt) break
      }
      expect([what.before, what.after], `step ${failAt}`).toContainEqual(await contents(folder))
      if (error === null && failAt >= steps) break
    }
  })
})
