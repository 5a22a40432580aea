import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { memorySource } from '../../io/memorySource.ts'
import { schemaText } from '../../table/schemas.ts'
import { edgeRanges, fixture, readAll } from '../../testing/golden.ts'
import { openArrow } from '../arrow/openArrow.ts'
import type { FolderListing, ListedFile } from '../folder/folderListing.ts'
import { planFolder } from '../folder/planFolder.ts'
import { openConcat } from '../shards/openConcat.ts'
import { featuresSchema } from './featuresSchema.ts'

const saved = fileURLToPath(new URL('../../fixtures/hf/saved/', import.meta.url))

interface Held extends ListedFile {
  content: () => Uint8Array<ArrayBuffer>
}

function folder(files: Record<string, string | Uint8Array<ArrayBuffer>>): FolderListing<Held> {
  return {
    name: 'set',
    linksLeftOut: 0,
    unreadableFolders: [],
    isPattern: false,
    files: Object.entries(files).map(([path, content]) => ({
      path,
      bytes: content.length,
      content: () => (typeof content === 'string' ? encodeUtf8(content) : content) as Uint8Array<ArrayBuffer>,
    })),
  }
}

function savedFolder(name: string): FolderListing<Held> {
  const paths = readdirSync(saved + name, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(saved.length + name.length + 1))
  return folder(Object.fromEntries(paths.map((path) => [path, fixture(`hf/saved/${name}/${path}`)])))
}

const plan = (listing: FolderListing<Held>, split: string | null = null) =>
  planFolder(listing, {
    split,
    read: async (file, maxBytes) => file.content().subarray(0, maxBytes) as Uint8Array<ArrayBuffer>,
  })

async function open(listing: FolderListing<Held>, split: string | null = null) {
  const { shards } = await plan(listing, split)
  const opened = shards.map(({ path, content }) => ({
    name: path,
    facts: null,
    index: [],
    open: async () => ({ dataset: await openArrow(memorySource(content())), notes: [], close: async () => {} }),
  }))
  return openConcat(opened, {})
}

interface Golden {
  splits: Record<string, { schema: string; rows: string[] }>
}

const goldens = readdirSync(saved)
  .filter((name) => /^[a-z]+\.json$/.test(name))
  .map((name) => name.slice(0, -5))

describe('what save_to_disk of datasets writes', () => {
  it.each(goldens)('%s reads back as datasets reads it', async (name) => {
    const { splits } = JSON.parse(readFileSync(`${saved}${name}.json`, 'utf8')) as Golden
    for (const [split, { schema, rows }] of Object.entries(splits)) {
      const { dataset } = await open(savedFolder(name), split || null)
      expect(schemaText(dataset.schema)).toBe(schema)
      expect(dataset.extent).toEqual({ numRows: rows.length, exact: true })
      expect((await readAll(dataset)).rows).toEqual(rows)
      for (const range of edgeRanges(dataset)) {
        expect((await readAll(dataset, range)).rows).toEqual(rows.slice(range.rowStart, range.rowEnd))
      }
    }
  })

  it('lists splits in the order they were saved in', async () => {
    expect(await plan(savedFolder('dict'))).toMatchObject({
      kind: 'hf_dataset',
      splits: ['test', 'train', 'extra.1'],
      split: 'train',
    })
    await expect(plan(savedFolder('dict'), 'dev')).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(plan(savedFolder('dataset'), 'train')).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('has the columns of its features where it is empty', async () => {
    const { features, shards } = await plan(savedFolder('empty'))
    expect(shards).toEqual([])
    expect(schemaText(featuresSchema(features ?? {}))).toBe('text: utf8, id: int64')
  })

  it('has features for every type that was saved', async () => {
    const info = JSON.parse(readFileSync(`${saved}features/dataset_info.json`, 'utf8')) as {
      features: Record<string, unknown>
    }
    const { splits } = JSON.parse(readFileSync(`${saved}features.json`, 'utf8')) as Golden
    const { matrix: _matrix, decimal: _decimal, translation: _translation, ...features } = info.features
    const known = schemaText(featuresSchema(features)).split(/, (?=\w+: )/)
    for (const column of known) expect(splits['']?.schema).toContain(column)
  })
})

describe('a saved dataset that is not as it should be', () => {
  const state = (...names: unknown[]) => JSON.stringify({ _data_files: names.map((filename) => ({ filename })) })
  const arrow = fixture('hf/saved/dataset/data-00000-of-00001.arrow')

  it('reads only the files its state names, in that order', async () => {
    const shards = savedFolder('shards')
    const names = ['data-00002-of-00004.arrow', 'data-00000-of-00004.arrow']
    const files = Object.fromEntries(shards.files.map((file) => [file.path, file.content()]))
    const listing = folder({
      ...files,
      'state.json': state(...names),
      'cache-0123.arrow': arrow,
      'data-1-of-2.arrow': arrow,
    })
    const planned = await plan(listing)
    expect(planned.shards.map(({ path }) => path)).toEqual(names)
    const { rows } = await readAll((await open(listing)).dataset)
    expect(rows.map((row) => (JSON.parse(row) as { id: number }).id)).toEqual([
      12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5,
    ])
  })

  it.each([
    '../other.arrow',
    '/etc/passwd',
    'a/../../b.arrow',
    'C:\\x.arrow',
    'c:x',
    '..',
    '',
    7,
    null,
    'a\\..\\b',
    'a//b',
    'a\u0000b',
    './a',
  ])('refuses a file named %j', async (name) => {
    const listing = folder({ 'state.json': state(name), 'dataset_info.json': '{}', 'other.arrow': arrow })
    await expect(plan(listing)).rejects.toMatchObject({ code: 'format/corrupt', details: { path: 'state.json' } })
    const dict = folder({ 'dataset_dict.json': JSON.stringify({ splits: [name] }), 'other/state.json': state() })
    await expect(plan(dict)).rejects.toMatchObject({ code: 'format/corrupt' })
  })

  it('shows the rows of the other shards when one is missing', async () => {
    const listing = folder({ 'state.json': state('a.arrow', 'b.arrow'), 'dataset_info.json': '{}', 'b.arrow': arrow })
    const planned = await plan(listing)
    expect(planned.issues).toEqual([
      { severity: 'error', code: 'shards/unreadable', message: 'a.arrow is missing, and its rows with it' },
    ])
    expect((await readAll((await open(listing)).dataset)).rows).toHaveLength(5)
    await expect(plan(folder({ 'state.json': state('a.arrow') }))).rejects.toMatchObject({ code: 'source/not-found' })
  })

  it.each([
    ['{', 'format/corrupt'],
    ['[]', 'format/corrupt'],
    ['{}', 'format/corrupt'],
    ['{"_data_files": 5}', 'format/corrupt'],
    ['{"_data_files": [5]}', 'format/corrupt'],
    ['{"_data_files": [], "_indices_data_files": [{"filename": "i.arrow"}]}', 'format/unsupported'],
  ])('refuses state.json %s', async (text, code) => {
    await expect(plan(folder({ 'state.json': text }))).rejects.toMatchObject({ code })
  })

  it('says that datasets would refuse a folder without dataset_info.json', async () => {
    const { issues } = await plan(folder({ 'state.json': state('b.arrow'), 'b.arrow': arrow }))
    expect(issues).toMatchObject([{ severity: 'warning', code: 'hf/no-info' }])
  })

  it('refuses features that are none', () => {
    expect(() => featuresSchema({ a: 5 })).toThrow(/no feature/)
    const deep = JSON.parse(`${'['.repeat(200)}{"_type":"Value","dtype":"int8"}${']'.repeat(200)}`) as unknown
    expect(() => featuresSchema({ a: deep })).toThrow(/no feature/)
  })
})
