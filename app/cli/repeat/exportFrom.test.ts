import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtKernels } from '../../testing/builtKernels.ts'
import { runCommand } from '../../testing/commandLine.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope manifest é '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const dict = fileURLToPath(new URL('../../../core/fixtures/hf/saved/dict/', import.meta.url))
const kernels = builtKernels()
const packscope = async (...words: string[]) => runCommand(words, { kernels: await kernels })
const at = (...names: string[]) => join(folder, ...names)

async function ids(name = 'ids.jsonl', rows = 40): Promise<string> {
  const lines = Array.from({ length: rows }, (_, i) => {
    const input = Array.from({ length: 1 + ((i * 7) % 9) }, (_, k) => (i % 10) * 100 + k)
    return JSON.stringify({
      input_ids: input,
      attention_mask: input.map(() => 1),
      labels: input,
      text: `row ${i % 10}`,
    })
  })
  await writeFile(at(name), `${lines.join('\n')}\n{"input_ids": [1,\n`)
  return at(name)
}

/** Every file below a folder with its content's checksum. */
async function contents(path: string): Promise<Record<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const sums = files.map(async (file) => [
    file.slice(path.length + 1),
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ])
  return Object.fromEntries(await Promise.all(sums)) as Record<string, string>
}

const read = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>

describe('a manifest beside an export', () => {
  it('says what was written, of what and how, and nothing of when', async () => {
    const path = await ids()
    const out = at('out.parquet')
    const words = ['export', path, '-o', out, '--columns', 'text', '--compression', 'snappy']
    expect((await packscope(...words)).code).toBe(0)
    const manifest = await read(`${out}.packscope.json`)
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const [source, written] = [await readFile(path), await readFile(out)]
    expect(manifest).toMatchObject({
      packscope: 'export',
      version: 1,
      parts: [
        {
          split: null,
          source: {
            kind: 'path',
            place: path,
            files: [{ name: 'ids.jsonl', bytes: source.length, sha256: sha256(source), version: null }],
          },
          steps: [],
        },
      ],
      columns: ['text'],
      options: { format: 'parquet', codec: 'snappy' },
      counts: { rows: 40, skippedRows: 1 },
      tokens: null,
      files: [{ name: '', rows: 40, bytes: written.length, sha256: sha256(written) }],
    })
    const first = await readFile(`${out}.packscope.json`)
    await packscope(...words, '--overwrite')
    expect(await readFile(`${out}.packscope.json`)).toEqual(first)
  })

  it('is not written where nobody wants it', async () => {
    await packscope('export', await ids(), '-o', at('out.csv'), '--columns', 'text', '--no-manifest')
    expect((await readdir(folder)).sort()).toEqual(['ids.jsonl', 'out.csv'])
  })

  it('names each file of a folder, and each step to a view', async () => {
    const out = at('packs')
    const pack = ['pack', await ids(), '--sequence-len', '16', '--strategy', 'multipack']
    const packed = await packscope(...pack, '-o', out, '--preset', 'axolotl', '--num-shards', '2')
    expect(packed.code).toBe(0)
    expect(packed.err).toContain('warning: These rows are packs.')
    expect(packed.out).toContain(
      `manifest ${out}.packscope.json\n\ndatasets:\n  - path: ${JSON.stringify(out)}\n    type: # empty`,
    )
    const manifest = (await read(`${out}.packscope.json`)) as {
      parts: [{ steps: { kind: string; options: Record<string, unknown> }[] }]
      files: { name: string; sha256: string }[]
      tokens: Record<string, unknown>
    }
    expect(manifest.parts[0].steps).toMatchObject([
      { kind: 'pack', options: { strategy: 'multipack', sequenceLen: 16, column: 'input_ids' } },
    ])
    expect(manifest.tokens).toMatchObject({ strategy: 'multipack', skippedRows: 1 })
    expect(Object.fromEntries(manifest.files.map(({ name, sha256 }) => [name, sha256]))).toEqual(await contents(out))
  })
})

describe('packscope export --splits', () => {
  const options = ['--format', 'hf_dataset', '-o']

  it('writes every split of a folder as save_to_disk of a DatasetDict does', async () => {
    expect(await packscope('export', dict, '--splits', 'all', ...options, at('out'))).toMatchObject({
      code: 0,
      err: '',
    })
    const files = await contents(at('out'))
    const theirs = await contents(dict.slice(0, -1))
    expect(Object.keys(files).sort()).toEqual(Object.keys(theirs).sort())
    for (const name of Object.keys(files).filter((name) => /dataset_(info|dict)\.json$/.test(name))) {
      expect(files[name]).toBe(theirs[name])
    }
    for (const split of ['train', 'test', 'extra.1']) {
      const rows = (path: string) => packscope('head', path, '--split', split, '--jsonl')
      expect((await rows(at('out'))).out).toBe((await rows(dict)).out)
      expect(await read(at('out', split, 'state.json'))).toMatchObject({ _split: split })
    }
    const manifest = (await read(at('out.packscope.json'))) as { parts: { split: string }[] }
    expect(manifest.parts.map(({ split }) => split)).toEqual(['test', 'train', 'extra.1'])
  })

  it('writes the splits named, in that order', async () => {
    await packscope('export', dict, '--splits', 'extra.1,train', ...options, at('out'))
    expect(await read(at('out', 'dataset_dict.json'))).toEqual({ splits: ['extra.1', 'train'] })
    expect((await readdir(at('out'))).sort()).toEqual(['dataset_dict.json', 'extra.1', 'train'])
  })

  it('says what is wrong with the words, and writes nothing', async () => {
    const path = await ids()
    for (const words of [
      [path, '--splits', 'all', ...options, at('out')],
      [dict, '--splits', 'all', '-o', at('out.jsonl')],
      [dict, '--splits', 'all', '--split', 'train', ...options, at('out')],
    ]) {
      expect(await packscope('export', ...words)).toMatchObject({ code: 2 })
    }
    expect(await packscope('export', dict, '--splits', 'train,dev', ...options, at('out'))).toMatchObject({ code: 1 })
    expect(await packscope('export', dict, '--splits', 'train,train', ...options, at('out'))).toMatchObject({ code: 1 })
    expect(await readdir(folder)).toEqual(['ids.jsonl'])
  })
})

describe('packscope export --from', () => {
  /** Every way to a view that the command line has, with an output of its own. */
  const ways: [string, (source: string) => string[]][] = [
    ['a Parquet file', (source) => ['export', source, '-o', at('out.parquet'), '--compression', 'snappy']],
    ['a compressed text', (source) => ['export', source, '-o', at('out.jsonl.gz'), '--columns', 'text']],
    ['shards', (source) => ['export', source, '-o', at('out'), '--format', 'arrow', '--shard-size', '7rows']],
    ['a saved dataset', (source) => ['export', source, '-o', at('out'), '--preset', 'axolotl']],
    ['splits', () => ['export', at('dict'), '--splits', 'all', '--format', 'hf_dataset', '-o', at('out')]],
    ['packs', (source) => ['pack', source, '--sequence-len', '12', '--shuffle-seed', '3', '-o', at('out.arrow')]],
    ['padded rows', (source) => ['pad', source, '--batch-size', '3', '--order', 'shuffled', '-o', at('out.arrow')]],
    [
      'kept rows',
      (source) => [
        'dedup',
        source,
        '--columns',
        'text',
        '--keep',
        'longest',
        '-o',
        at('out.feather'),
        '--compression',
        'none',
      ],
    ],
    [
      'rows without near duplicates',
      (source) => ['dedup', source, '--near', '--columns', 'text', '--ngram', '1', '-o', at('out.jsonl')],
    ],
    [
      'rows not in another dataset',
      (source) => ['dedup', source, '--columns', 'text', '--against', at('few.jsonl'), '-o', at('out.jsonl')],
    ],
    [
      'rows whose digests are not known',
      (source) => ['dedup', source, '--columns', 'text', '--existing', at('few.txt'), '-o', at('out.jsonl')],
    ],
  ]

  it.each(ways)('makes the same bytes again: %s', async (_name, words) => {
    const source = await ids()
    await ids('few.jsonl', 3)
    await packscope('dedup', at('few.jsonl'), '--columns', 'text', '--write-hashes', at('few.txt'))
    await cp(dict, at('dict'), { recursive: true })
    const line = words(source)
    const first = await packscope(...line)
    expect(first).toMatchObject({ code: 0 })
    const out = line[line.indexOf('-o') + 1] as string
    const before = await contents(folder)
    await rename(out, at('first'))
    const again = await packscope('export', '--from', `${out}.packscope.json`, '--overwrite', '--json')
    expect(again.err).toBe('')
    expect(again.json()).toMatchObject({ identical: true, manifest: `${out}.packscope.json` })
    await rm(at('first'), { recursive: true })
    expect(await contents(folder)).toEqual(before)
  })

  it('takes a source that was moved, and writes to another place', async () => {
    const out = at('out.csv')
    await packscope('export', await ids(), '-o', out, '--columns', 'text')
    await rename(at('ids.jsonl'), at('moved.jsonl'))
    const lost = await packscope('export', '--from', `${out}.packscope.json`, '-o', at('again.csv'))
    expect(lost).toMatchObject({ code: 1, err: expect.stringContaining('source/not-found') })
    const found = await packscope('export', '--from', `${out}.packscope.json`, at('moved.jsonl'), '-o', at('again.csv'))
    expect(found).toMatchObject({ code: 0, out: expect.stringContaining('the same bytes as the manifest says') })
    expect(await readFile(at('again.csv'))).toEqual(await readFile(out))
  })

  it('refuses a source that changed, and says what changed', async () => {
    const source = await ids()
    const out = at('out.csv')
    await packscope('export', source, '-o', out, '--columns', 'text')
    const before = await readFile(source, 'utf8')
    await writeFile(source, before.replace('row 0', 'raw 0'))
    const from = ['export', '--from', `${out}.packscope.json`]
    const same = await packscope(...from, '-o', at('again.csv'))
    expect(same).toMatchObject({ code: 1, err: expect.stringContaining('source/changed') })
    expect(same.err).toContain('ids.jsonl has other content of the same length')
    await writeFile(source, `${before}{"text":"more"}\n`)
    expect((await packscope(...from, '-o', at('again.csv'))).err).toMatch(/had \d+ bytes, now has \d+/)
    expect(await readdir(folder)).not.toContain('again.csv')
    const allowed = await packscope(...from, '-o', at('again.csv'), '--allow-changed-source', '--json')
    expect(allowed.err).toContain('warning: the source is not what it was')
    expect(allowed.json()).toMatchObject({ rows: 41, identical: false })
  })

  it('refuses what is compared with where that changed', async () => {
    await ids('few.jsonl', 3)
    const dedup = ['dedup', await ids(), '--columns', 'text', '--against', at('few.jsonl')]
    await packscope(...dedup, '-o', at('out.jsonl'))
    await ids('few.jsonl', 4)
    const again = await packscope('export', '--from', at('out.jsonl.packscope.json'), '-o', at('again.jsonl'))
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('few.jsonl') })
  })

  it('keeps nothing where other bytes come out', async () => {
    const out = at('out.csv')
    await packscope('export', await ids(), '-o', out, '--columns', 'text')
    const manifest = await readFile(`${out}.packscope.json`, 'utf8')
    const written = createHash('sha256')
      .update(await readFile(out))
      .digest('hex')
    await writeFile(at('other.json'), manifest.replace(written, '0'.repeat(64)))
    const again = await packscope('export', '--from', at('other.json'), '-o', at('again.csv'))
    expect(again).toMatchObject({
      code: 1,
      err: expect.stringContaining('the file has other content of the same length'),
    })
    expect(again.err).toContain('sink/write')
    expect((await readdir(folder)).filter((name) => name.includes('again'))).toEqual([])
  })

  it('compares every file of a folder', async () => {
    await ids()
    const shards = ['export', at('ids.jsonl'), '--columns', 'text', '--format', 'jsonl', '--num-shards', '3']
    await packscope(...shards, '-o', at('set'))
    await packscope('export', at('set'), '-o', at('out.jsonl'))
    const from = ['export', '--from', at('out.jsonl.packscope.json'), '-o', at('again.jsonl'), '--overwrite']
    expect(await packscope(...from)).toMatchObject({ code: 0 })
    await cp(at('set', 'data-00000-of-00003.jsonl'), at('set', 'data-00001-of-00003.jsonl'))
    expect((await packscope(...from)).err).toContain('data-00001-of-00003.jsonl')
  })

  it('says what is wrong with the words', async () => {
    const out = at('out.csv')
    await packscope('export', await ids(), '-o', out, '--columns', 'text')
    const manifest = `${out}.packscope.json`
    expect(await packscope('export', '--from', manifest)).toMatchObject({
      code: 1,
      err: expect.stringContaining('sink/exists'),
    })
    expect(await packscope('export', '--from', manifest, '--format', 'csv')).toMatchObject({ code: 2 })
    expect(await packscope('export', '--from', at('nothing.json'), '-o', out)).toMatchObject({ code: 1 })
    expect(await packscope('export', '--from', out, '-o', at('x.csv'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('format/corrupt'),
    })
    expect(await packscope('export', at('ids.jsonl'), '--allow-changed-source', '-o', out)).toMatchObject({ code: 2 })
    await cp(manifest, at('plain.json'))
    expect(await packscope('export', '--from', at('plain.json'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('give -o OUT'),
    })
  })

  it('needs the place of what was piped in', async () => {
    const rows = await readFile(await ids())
    const piped = {
      bytes: (async function* () {
        yield new Uint8Array(rows)
      })(),
      folder,
    }
    const out = at('out.csv')
    const words = ['export', '-', '--input-format', 'jsonl', '--columns', 'text', '-o', out]
    expect(await runCommand(words, { kernels: await kernels, piped })).toMatchObject({ code: 0 })
    expect(await read(`${out}.packscope.json`)).toMatchObject({
      parts: [{ source: { kind: 'given', place: 'standard input', format: 'jsonl' } }],
    })
    const from = ['export', '--from', `${out}.packscope.json`, '-o', at('again.csv')]
    expect((await packscope(...from)).err).toContain('name it')
    expect(await packscope(...from, at('ids.jsonl'))).toMatchObject({ code: 0 })
  })
})
