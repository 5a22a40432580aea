import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { builtKernels } from '../testing/builtKernels.ts'
import { runCommand } from '../testing/commandLine.ts'

const saved = fileURLToPath(new URL('../../core/fixtures/hf/saved/', import.meta.url))

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope saved '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const built = builtKernels()
const at = (...names: string[]) => join(folder, ...names)
const packscope = async (...words: string[]) => runCommand(words, { kernels: await built })
const AS_SAVED = ['--format', 'hf_dataset', '--no-manifest', '-o']

it.each(['f.parquet', 'f.arrow', 'f.arrows', 'f.feather'])(
  'class labels, arrays and translations come through %s and back',
  async (name) => {
    await packscope('export', join(saved, 'features'), '--no-manifest', '-o', at(name))
    expect(await packscope('export', at(name), ...AS_SAVED, at('back'))).toMatchObject({ code: 0, err: '' })
    const info = await readFile(at('back', 'dataset_info.json'), 'utf8')
    expect(info).toBe(await readFile(join(saved, 'features', 'dataset_info.json'), 'utf8'))
    const rows = async (path: string) => (await packscope('head', path, '--jsonl')).out
    expect(await rows(at('back'))).toBe(await rows(join(saved, 'features')))
  },
)

it('what a dataset says of itself goes with its rows, and with those of its views', async () => {
  const info = await readFile(join(saved, 'about', 'dataset_info.json'), 'utf8')
  await packscope('export', join(saved, 'about'), ...AS_SAVED, at('copy'))
  expect(await readFile(at('copy', 'dataset_info.json'), 'utf8')).toBe(info)
  await packscope('dedup', join(saved, 'about'), '--columns', 'id', ...AS_SAVED, at('kept'))
  expect(await readFile(at('kept', 'dataset_info.json'), 'utf8')).toBe(info)
})

it('labels stay labels where only some columns and rows are left', async () => {
  const words = ['dedup', join(saved, 'features'), '--columns', 'label', '--output-columns', 'label,text']
  expect(await packscope(...words, ...AS_SAVED, at('some'))).toMatchObject({ code: 0 })
  expect(JSON.parse(await readFile(at('some', 'dataset_info.json'), 'utf8'))).toMatchObject({
    features: { label: { names: ['no', 'yes'], _type: 'ClassLabel' }, text: { dtype: 'string' } },
  })
})

it('an empty dataset has a file, which load_from_disk needs', async () => {
  expect(await packscope('export', join(saved, 'empty'), ...AS_SAVED, at('none'))).toMatchObject({ code: 0 })
  expect((await readdir(at('none'))).sort()).toEqual(['data-00000-of-00001.arrow', 'dataset_info.json', 'state.json'])
  expect((await packscope('inspect', at('none'), '--json')).json()).toMatchObject({ rows: 0, issues: [] })
})

it('the same rows have the same fingerprint, others another', async () => {
  const fingerprint = async (source: string, out: string, ...words: string[]) => {
    await packscope('export', join(saved, source), ...words, ...AS_SAVED, at(out))
    return (JSON.parse(await readFile(at(out, 'state.json'), 'utf8')) as { _fingerprint: string })._fingerprint
  }
  const first = await fingerprint('dataset', 'a')
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  expect(await fingerprint('dataset', 'b')).toBe(first)
  expect(await fingerprint('selected', 'c')).not.toBe(first)
  expect(await fingerprint('dataset', 'd', '--columns', 'id')).not.toBe(first)
})

const row = (input_ids: unknown) => JSON.stringify({ input_ids, attention_mask: [1], labels: [-100] })

it.each<[string, string[], RegExp]>([
  [
    'an id that is too large',
    [row([1]), row([2]), row([2 ** 31])],
    /format\/unsupported.*'input_ids' holds 2147483648.*row 2/,
  ],
  ['a row without ids', [row([1]), row(null)], /'input_ids' is null there.*row 1/],
  ['null among ids', [row([1, null]), row([2])], /'input_ids' holds null there.*row 0/],
  ['text', ['{"text":"a"}'], /there is no column 'input_ids'/],
  ['no labels', ['{"input_ids":[1],"attention_mask":[1]}'], /there is no column 'labels'/],
])("Axolotl's preset refuses %s, and leaves nothing", async (_name, lines, message) => {
  await writeFile(at('a.jsonl'), `${lines.join('\n')}\n`)
  const refused = await packscope('export', at('a.jsonl'), '--preset', 'axolotl', '-o', at('out'))
  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(message) })
  expect(await readdir(folder)).toEqual(['a.jsonl'])
})
