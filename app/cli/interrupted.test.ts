import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { runCommand } from '../testing/commandLine.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-interrupted-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('an export that is interrupted at any moment says what became of it, and leaves nothing', async () => {
  const source = join(folder, 'rows.jsonl')
  const rows = Array.from({ length: 20_000 }, (_, row) => `{"row":${row}}\n`)
  await writeFile(source, rows.join(''))
  const out = join(folder, 'out.jsonl')
  const words = ['export', source, '-o', out, '--overwrite', '--no-manifest']
  const codes = new Set<number>()
  for (let delay = 0; !codes.has(0); delay = delay * 1.5 + 2) {
    await writeFile(out, 'old')
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(), delay)
    const { code } = await runCommand(words, { kernels: scalarKernels, signal: controller.signal })
    clearTimeout(timer)
    codes.add(code)
    expect(await readFile(out, 'utf8'), `after ${delay} ms`).toBe(code === 0 ? rows.join('') : 'old')
    expect((await readdir(folder)).sort()).toEqual(['out.jsonl', 'rows.jsonl'])
  }
  expect([...codes].sort()).toEqual([0, 130])
})
