import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mendOutputs } from './mendOutputs.ts'
import { outputFs } from './outputFs.ts'
import { MARK, thisProcess } from './owner.ts'
import { parsePartName, partName } from './partNames.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-owner-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A mark of this process with other parts: process, its start, machine. */
async function markWith(change: { pid?: number; start?: string; machine?: string }): Promise<string> {
  const [pid, start, machine, random] = (await thisProcess.mark()).split('-')
  return [change.pid ?? pid, change.start ?? start, change.machine ?? machine, random].join('-')
}

describe('a mark', () => {
  it('is another each time, and this process runs', async () => {
    const [one, other] = [await thisProcess.mark(), await thisProcess.mark()]
    expect(one).toMatch(MARK)
    expect(one).not.toBe(other)
    expect(await thisProcess.isRunning(one)).toBe(true)
  })

  it('of a process that ended is of none that runs', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    expect(await thisProcess.isRunning(await markWith({ pid }))).toBe(false)
  })

  it.skipIf(process.platform !== 'linux')('of an earlier process of the same number is of none either', async () => {
    expect(await thisProcess.isRunning(await markWith({ start: '7' }))).toBe(false)
    // Where the start is not told, the number has to do.
    expect(await thisProcess.isRunning(await markWith({ start: '0' }))).toBe(true)
  })

  it('of another machine tells nothing here', async () => {
    expect(await thisProcess.isRunning(await markWith({ machine: '00000000' }))).toBeNull()
  })
})

describe('what another machine left', () => {
  it('goes when nothing in it changed for seven days', async () => {
    const mark = await markWith({ machine: '00000000' })
    const part = join(folder, partName('out', mark, 'part'))
    await mkdir(part)
    await writeFile(join(part, 'data'), '')
    const days = (count: number) => Date.now() + count * 24 * 3600 * 1000
    await mendOutputs(outputFs, thisProcess, folder, days(6))
    expect(await readdir(folder)).toHaveLength(1)
    // The folder is old, the file in it is not.
    await utimes(part, 1, 1)
    await mendOutputs(outputFs, thisProcess, folder)
    expect(await readdir(folder)).toHaveLength(1)
    expect(await mendOutputs(outputFs, thisProcess, folder, days(8))).toBe(true)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('names of parts', () => {
  it.each(['out', 'a.b', '', ' ', '.packscope-part', 'x'.repeat(255), 'é'.repeat(127), '\u{1f600}'.repeat(60), 'a\nb'])(
    'of %j fit, and tell what they are',
    async (name) => {
      const mark = await thisProcess.mark()
      for (const kind of ['part', 'old', 'commit'] as const) {
        const part = partName(name, mark, kind)
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255)
        expect(part).not.toContain('\ufffd')
        expect(parsePartName(part)).toMatchObject({ mark, kind })
        if (name.length < 100) expect(parsePartName(part)?.name).toBe(name)
      }
      // A target and what is beside it stay apart, however much was cut.
      expect(partName(`${name}.packscope.json`, mark, 'part')).not.toBe(partName(name, mark, 'part'))
    },
  )

  it('are no others', async () => {
    for (const name of [
      'out',
      '.out.packscope-part',
      '.out.1-2-3.packscope-part',
      `.out.${await thisProcess.mark()}.part`,
    ])
      expect(parsePartName(name)).toBeNull()
  })
})
