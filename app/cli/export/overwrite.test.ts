import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Runtime } from '../../engine/runtime.ts'
import { nodePlatform } from '../../platform/node/nodePlatform.ts'
import type { CommandContext } from '../context.ts'
import { mayOverwrite } from './overwrite.ts'

let folder = ''
let out = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-overwrite-'))
  out = join(folder, 'out.arrow')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A command line whose person gives this answer; null: nobody is there. */
function withAnswer(answer: string | null, questions: string[] = []): CommandContext {
  const platform = nodePlatform({ wasmDir: '', poolWorkerFile: null, scratchDir: null })
  return {
    output: { out: async () => {}, err: () => {}, isTerminal: false },
    signal: new AbortController().signal,
    ask:
      answer === null
        ? null
        : async (question) => {
            questions.push(question)
            return answer
          },
    runtime: () => ({ platform }) as Runtime,
    standardInput: async () => null,
  }
}
const FILE = { overwrite: false, folder: false }

describe('replacing a target', () => {
  it('asks nobody where nothing is there', async () => {
    const questions: string[] = []
    expect(await mayOverwrite(withAnswer('y', questions), out, FILE)).toBe(false)
    expect(questions).toEqual([])
  })

  it.each(['y', 'Y', 'yes', ' yes\n'])('takes %j for yes', async (answer) => {
    await writeFile(out, 'old')
    const questions: string[] = []
    expect(await mayOverwrite(withAnswer(answer, questions), out, FILE)).toBe(true)
    expect(questions).toEqual([`${out} exists. Replace it? [y/N] `])
  })

  it.each(['', 'n', 'no', 'yesterday', 'y y'])('takes %j for no', async (answer) => {
    await writeFile(out, 'old')
    const asked = mayOverwrite(withAnswer(answer), out, FILE)
    await expect(asked).rejects.toMatchObject({ code: 'sink/exists', message: expect.stringContaining('stays') })
  })

  it('is refused without a terminal, unless the command line says so', async () => {
    await writeFile(out, 'old')
    const asked = mayOverwrite(withAnswer(null), out, FILE)
    await expect(asked).rejects.toMatchObject({ code: 'sink/exists', message: expect.stringContaining('--overwrite') })
    expect(await mayOverwrite(withAnswer(null), out, { overwrite: true, folder: false })).toBe(true)
  })

  it('asks for a manifest that would be replaced', async () => {
    await writeFile(`${out}.packscope.json`, '{}')
    expect(await mayOverwrite(withAnswer('y'), out, FILE)).toBe(true)
  })

  it('refuses a folder with files of somebody else, whatever is said', async () => {
    await mkdir(out)
    await writeFile(join(out, 'notes.txt'), 'mine')
    const asked = mayOverwrite(withAnswer('y'), out, { overwrite: true, folder: true })
    await expect(asked).rejects.toMatchObject({ code: 'sink/exists', details: { feature: 'notes.txt' } })
  })
})
