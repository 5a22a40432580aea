import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtKernels } from '../../testing/builtKernels.ts'
import { runCommand } from '../../testing/commandLine.ts'

/** Written by scripts/interop, and read by other libraries there. */
const goldens = fileURLToPath(new URL('../../../core/fixtures/exported/', import.meta.url))
const cases = JSON.parse(await readFile(join(goldens, 'goldens.json'), 'utf8')) as { name: string; words: string[] }[]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-goldens-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function contents(path: string): Promise<Map<string, Buffer>> {
  const names = await readdir(path).catch(() => null)
  const files = names === null ? [''] : names.sort()
  const read = files.map(async (name) => [name, await readFile(join(path, name))] as const)
  return new Map(await Promise.all(read))
}

it.each(cases)('$name is written as it was, byte for byte', async ({ name, words: [source = '', ...words] }) => {
  const out = join(folder, name)
  const command = ['export', join(goldens, source), '-o', out, ...words, '--no-manifest']
  expect(await runCommand(command, { kernels: await builtKernels() })).toMatchObject({ code: 0, err: '' })
  const [written, golden] = [await contents(out), await contents(join(goldens, name))]
  expect([...written.keys()]).toEqual([...golden.keys()])
  for (const [file, bytes] of golden) expect(written.get(file)?.equals(bytes), file).toBe(true)
})
