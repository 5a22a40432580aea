import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { SinkRef } from '../../../protocol/refs.ts'
import { type BrowserHostility, MemoryDisk, memoryPrivateFiles } from '../../../testing/memoryHandles.ts'
import type { OutputOptions } from '../../platform.ts'
import { webOutputs } from './webOutputs.ts'

type Files = Record<string, string>

const ROWS = 'new rows'.repeat(500)
const STATE = '{"_data_files":[{"filename":"data.arrow"}]}'
const FOLDER = {
  'out/data.arrow': 'old rows',
  'out/state.json': STATE,
  'out/cache-1.arrow': 'cached',
  'out.packscope.json': '{"of":"old"}',
}
const SAVED = { '/data.arrow': ROWS, '/train/x.arrow': 'more', '/state.json': STATE, '.packscope.json': '{"of":"new"}' }
const SHOWN = {
  'out/data.arrow': ROWS,
  'out/train/x.arrow': 'more',
  'out/state.json': STATE,
  'out.packscope.json': '{"of":"new"}',
}

/** A browser with a folder of the user's that holds some files. */
async function browser(before: Files) {
  const disk = new MemoryDisk()
  const [user, root] = [disk.folder('user'), disk.folder()]
  await user.fill({ ...before, neighbour: 'x' })
  const files = memoryPrivateFiles(disk, root)
  const seen = () => {
    const { neighbour, ...rest } = user.tree()
    expect(neighbour).toBe('x')
    return rest
  }
  return { disk, user, root, files, seen, outputs: webOutputs(files) }
}
type Browser = Awaited<ReturnType<typeof browser>>

async function write({ outputs }: Browser, ref: SinkRef, options: OutputOptions, written: Files): Promise<void> {
  const output = await outputs.openOutput(ref, options)
  try {
    for (const [name, text] of Object.entries(written)) {
      const file = await output.create(name)
      await file.write(new Uint8Array(Buffer.from(text)))
      await file.close()
      const { source, close } = await output.open(name)
      expect(Buffer.from(await source.read(0, 1e6)).toString()).toBe(text)
      await close()
    }
  } catch (error) {
    await output.abort()
    throw error
  }
  await output.commit()
}

interface Case {
  before: Files
  ref(on: Browser): Promise<SinkRef>
  folder: boolean
  written: Files
  after: Files
  /** What waits in private files to be downloaded. */
  waiting?: Files
}

const CASES: Record<string, Case> = {
  'a file the user chose': {
    before: { 'out.csv': 'old rows' },
    ref: async ({ user }) => ({
      kind: 'handle',
      handle: await user.getFileHandle('out.csv'),
      name: 'out.csv',
    }),
    folder: false,
    written: { '': ROWS, '.packscope.json': 'has no place' },
    after: { 'out.csv': ROWS },
    waiting: { 'exports/out.csv.packscope.json': 'has no place' },
  },
  'a new folder': {
    before: {},
    ref: async ({ user }) => ({ kind: 'folder-handle', handle: user, name: 'out' }),
    folder: true,
    written: SAVED,
    after: SHOWN,
  },
  'a folder over another': {
    before: FOLDER,
    ref: async ({ user }) => ({ kind: 'folder-handle', handle: user, name: 'out' }),
    folder: true,
    written: SAVED,
    after: SHOWN,
  },
}

describe.each(Object.entries(CASES))('%s', (_, what) => {
  const options = { overwrite: true, folder: what.folder }

  it.each([{}, { hasNoMove: true }])('is written, and nothing else stays (%o)', async (how: BrowserHostility) => {
    const on = await browser(what.before)
    on.disk.how = how
    await write(on, await what.ref(on), options, what.written)
    expect(on.seen()).toEqual(what.after)
    expect(on.root.tree()).toEqual(what.waiting ?? {})
  })

  it('is what it was whatever step fails, and nothing stays', async () => {
    for (let failAt = 0; ; failAt++) {
      const on = await browser(what.before)
      const ref = await what.ref(on)
      on.disk.steps = 0
      on.disk.how = { failAt }
      const error = await write(on, ref, options, what.written).catch((caught: unknown) => caught)
      const { steps } = on.disk
      on.disk.heal()
      if (error) expect(error, `step ${failAt}`).toMatchObject({ code: 'sink/full' })
      // What could not be removed goes with the next export there, when this tab is gone.
      on.files.closeTab()
      await on.outputs.mendOutputs()
      if (ref.kind === 'folder-handle') {
        await write(on, { ...ref, name: 'other' }, options, {})
        await on.user.removeEntry('other', { recursive: true }).catch(() => {})
      }
      expect(on.seen(), `step ${failAt}`).toEqual(error ? what.before : what.after)
      expect(on.root.tree()).toEqual({})
      if (failAt > steps) break
    }
  })

  it('is the old or the new one when the tab is closed at any step, and mended by the next export', async () => {
    const ends = new Set<string>()
    for (let failAt = 0; ; failAt++) {
      const on = await browser(what.before)
      const ref = await what.ref(on)
      on.disk.steps = 0
      on.disk.how = { failAt, isKilled: true }
      const error = await write(on, ref, options, what.written).catch((caught: unknown) => caught)
      const { steps } = on.disk
      await new Promise((resolve) => setImmediate(resolve))
      on.disk.heal()
      const { 'out/state.json': state, 'out/data.arrow': data, 'out.packscope.json': manifest } = on.seen()
      if (state && data) expect(manifest ?? '').toMatch(data === ROWS ? /^$|new/ : /^$|old/)

      // While its tab is there, nobody touches what it has under way.
      const before = on.seen()
      if (ref.kind === 'folder-handle') await write(on, { ...ref, name: 'other' }, options, {})
      await on.user.removeEntry('other', { recursive: true }).catch(() => {})
      expect(on.seen()).toEqual(before)

      on.files.closeTab()
      await on.outputs.mendOutputs()
      if (ref.kind === 'folder-handle') await write(on, { ...ref, name: 'other' }, options, {})
      await on.user.removeEntry('other', { recursive: true }).catch(() => {})
      expect(on.root.tree()).toEqual({})
      const { 'out.packscope.json': kept, ...mended } = on.seen()
      const without = ({ 'out.packscope.json': _manifest, ...rest }: Files) => rest
      expect([without(what.before), without(what.after)], `step ${failAt}`).toContainEqual(mended)
      if (kept) expect(mended['out/data.arrow'] === ROWS ? 'new' : 'old').toBe((JSON.parse(kept) as { of: string }).of)
      ends.add(mended['out/data.arrow'] ?? mended['out.csv'] ?? 'none')
      if (!error && failAt > steps) break
    }
    expect(ends.size).toBe(2)
  })
})

describe('a folder of the user', () => {
  const options = { overwrite: true, folder: true }
  const refOf = ({ user }: Browser, name = 'out') => ({ kind: 'folder-handle', handle: user, name }) as const

  it('with files of somebody else is not replaced, and none without being told', async () => {
    const on = await browser({ ...FOLDER, 'out/notes.txt': 'mine' })
    await expect(on.outputs.openOutput(refOf(on), options)).rejects.toMatchObject({
      code: 'sink/exists',
      details: { feature: 'notes.txt' },
    })
    await on.user.removeEntry('out', { recursive: true })
    await on.user.fill(FOLDER)
    expect(await on.outputs.targetExists(refOf(on), true)).toBe(true)
    await expect(on.outputs.openOutput(refOf(on), { ...options, overwrite: false })).rejects.toMatchObject({
      code: 'sink/exists',
    })
    expect(await on.outputs.targetExists(refOf(on, 'free'), true)).toBe(false)
    await on.user.fill({ file: '' })
    await expect(on.outputs.openOutput(refOf(on, 'file'), options)).rejects.toMatchObject({ code: 'argument/invalid' })
  })
})

describe('a download', () => {
  const files = { '': ROWS }

  it('waits in private files as long as its tab is there', async () => {
    const on = await browser({})
    const ref = { kind: 'download', name: 'out.csv' } as const
    await write(on, ref, { overwrite: false, folder: false }, files)
    await on.outputs.mendOutputs()
    expect(on.root.tree()).toEqual({ 'exports/out.csv': ROWS })
    await write(on, ref, { overwrite: false, folder: false }, { '': 'again' })
    expect(on.root.tree()).toEqual({ 'exports/out.csv': 'again' })
    on.files.closeTab()
    await on.outputs.mendOutputs()
    expect(on.root.tree()).toEqual({})
  })

  it('of a file has its manifest waiting beside it', async () => {
    const on = await browser({})
    const ref = { kind: 'download', name: 'out.csv' } as const
    await write(on, ref, { overwrite: false, folder: false }, { '': ROWS, '.packscope.json': '{}' })
    expect(on.root.tree()).toEqual({ 'exports/out.csv': ROWS, 'exports/out.csv.packscope.json': '{}' })
  })

  it('of a folder is one archive of it and its manifest', async () => {
    const on = await browser({})
    await write(on, { kind: 'download', name: 'out.zip' }, { overwrite: false, folder: true }, SAVED)
    const { 'exports/out.zip': text = '', ...others } = on.root.tree()
    expect(others).toEqual({})
    const archive = Buffer.from(text, 'latin1')
    let at = 0
    for (const [name, content] of Object.entries(SHOWN).sort(([a], [b]) => (a < b ? -1 : 1))) {
      expect(archive.readUInt32LE(at)).toBe(0x04034b50)
      expect(archive.readUInt32LE(at + 14)).toBe(crc32(content))
      expect(archive.toString('utf8', at + 30, at + 30 + name.length)).toBe(name)
      expect(archive.toString('utf8', at + 30 + name.length, at + 30 + name.length + content.length)).toBe(content)
      at += 30 + name.length + content.length
    }
    expect(archive.readUInt32LE(at)).toBe(0x02014b50)
  })

  it.each([false, true])('that fails anywhere leaves nothing (folder: %s)', async (folder) => {
    for (let failAt = 0; ; failAt++) {
      const on = await browser({})
      on.disk.steps = 0
      on.disk.how = { failAt }
      const ref = { kind: 'download', name: 'out' } as const
      const error = await write(on, ref, { overwrite: false, folder }, folder ? SAVED : files).catch((e: unknown) => e)
      const { steps } = on.disk
      on.disk.heal()
      if (error) expect(error).toMatchObject({ code: 'sink/full' })
      on.files.closeTab()
      await on.outputs.mendOutputs()
      expect(on.root.tree()).toEqual({})
      if (failAt > steps) break
    }
  })
})

it('targets that do not fit are refused', async () => {
  const on = await browser({})
  const refs: [SinkRef, boolean][] = [
    [{ kind: 'path', path: '/x' }, false],
    [{ kind: 'folder-handle', handle: on.user, name: 'x' }, false],
    [{ kind: 'handle', handle: null, name: 'x' }, true],
  ]
  for (const [ref, folder] of refs) {
    await expect(on.outputs.openOutput(ref, { overwrite: true, folder })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  }
  expect(on.root.tree()).toEqual({})
})
