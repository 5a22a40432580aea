import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import type { FolderListing } from './folderListing.ts'
import { isGlob, parseGlob } from './glob.ts'
import { hubSplits } from './hubSplits.ts'
import { isIgnoredFile } from './ignoredFile.ts'
import { sortNaturally } from './naturalOrder.ts'
import { planFolder } from './planFolder.ts'

const read = async () => encodeUtf8('{}') as Uint8Array<ArrayBuffer>
const listing = (paths: string[], more: Partial<FolderListing> = {}): FolderListing => ({
  name: '/data/set',
  files: paths.map((path) => ({ path, bytes: 10 })),
  linksLeftOut: 0,
  unreadableFolders: [],
  isPattern: false,
  ...more,
})
const plan = (paths: string[], split: string | null = null, more: Partial<FolderListing> = {}) =>
  planFolder(listing(paths, more), { split, read })
const pathsOf = async (planned: ReturnType<typeof plan>) => (await planned).shards.map(({ path }) => path)

describe('natural order', () => {
  it('counts as people do, folder by folder', () => {
    const sorted = [
      'a',
      'B',
      'shard-2',
      'shard-02',
      'shard-10',
      'shard-10b',
      'shard-10/1',
      'x/9/z',
      'x/10/a',
      '9',
      '10',
    ]
    for (let turn = 0; turn < sorted.length; turn++) {
      const turned = sortNaturally([...sorted.slice(turn), ...sorted.slice(0, turn)], (name) => name)
      expect(turned).toEqual([
        '9',
        '10',
        'B',
        'a',
        'shard-02',
        'shard-2',
        'shard-10',
        'shard-10/1',
        'shard-10b',
        'x/9/z',
        'x/10/a',
      ])
    }
  })

  it('does not depend on the order before', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'B', '0', '1', '10', '/', '-', 'é'), maxLength: 8 })
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), fc.integer(), (names, seed) => {
        const sorted = sortNaturally(names, (path) => path)
        const shuffled = [...names].sort((a, b) => ((a.length * 31 + seed) % 7) - ((b.length * 17 + seed) % 5))
        expect(sortNaturally(shuffled, (path) => path)).toEqual(sorted)
        expect(sortNaturally([...names].reverse(), (path) => path)).toEqual(sorted)
      }),
    )
  })
})

describe('patterns', () => {
  const cases: [string, string[], string[]][] = [
    ['data/*.jsonl', ['a.jsonl', 'é 1.jsonl', 'line\nbreak.jsonl'], ['a.csv', 'x/a.jsonl', '.a.jsonl', 'a.jsonl.gz']],
    ['data/*.jsonl{,.gz,.zst}', ['a.jsonl', 'a.jsonl.zst'], ['a.jsonl.bz2']],
    ['**/*.parquet', ['a.parquet', 'x/y/a.parquet'], ['.x/a.parquet', 'x/.a.parquet', 'a.parquet/x']],
    ['x/**', ['a', 'b/c/d'], ['b/.c/d']],
    ['s-[0-3]?.csv', ['s-01.csv', 's-3x.csv'], ['s-4x.csv', 's-0.csv']],
    ['[!a]*', ['b', 'ba'], ['a', 'ab', '.b']],
    ['[]]x', [']x'], ['x']],
    ['{a,b{1,2}}.{c,d}', ['a.c', 'b1.d', 'b2.c'], ['b.c', 'a.', 'b12.c']],
    ['a\\*[b', ['a*[b'], ['axb', 'a*b']],
    ['a{b}*', ['a{b}c'], ['abc']],
    ['.hid*', ['.hidden'], ['hidden']],
    ['a+(b)$^.|*', ['a+(b)$^.|x'], ['a+(b)$^x|x']],
    ['*[a^-]', ['xa', 'x^', 'x-'], ['xb']],
  ]
  it.each(cases)('%s', (pattern, yes, no) => {
    const { matches } = parseGlob(pattern)
    expect(yes.filter((path) => !matches(path))).toEqual([])
    expect(no.filter((path) => matches(path))).toEqual([])
  })

  it('has the folder its matches lie in', () => {
    expect(parseGlob('/data/2024 é/*/x.csv').base).toBe('/data/2024 é')
    expect(parseGlob('*.csv').base).toBe('')
    expect(parseGlob('/*.csv').base).toBe('/')
    expect(parseGlob('a\\[b/*').base).toBe('a[b')
    expect(isGlob('plain/name.csv')).toBe(false)
  })

  it('refuses braces without end, and never fails otherwise', () => {
    expect(() => parseGlob('{a,b}'.repeat(12))).toThrow(RangeError)
    const text = fc.string({ unit: fc.constantFrom(...'ab/*?[]!^{},\\.-é\n'), maxLength: 14 })
    fc.assert(fc.property(text, text, (pattern, path) => typeof parseGlob(pattern).matches(path) === 'boolean'))
  })
})

describe('splits of a folder', () => {
  interface Case {
    files: string[]
    splits: Record<string, string[]> | null
  }
  const cases = JSON.parse(readFileSync(new URL('../../fixtures/hf/splits.json', import.meta.url), 'utf8')) as Case[]

  it('are those datasets finds, in 120 folders', () => {
    expect(cases).toHaveLength(120)
    for (const { files, splits } of cases) {
      const found = hubSplits(files)
      const named = Object.fromEntries(found.map(({ name, paths }) => [name, [...paths].sort()]))
      expect({ files, splits: named }).toEqual({ files, splits: splits ?? {} })
      expect(found.map(({ name }) => name)).toEqual(Object.keys(splits ?? {}))
    }
  })

  it('come with train chosen, or the first, or the one asked for', async () => {
    const hub = [
      'data/test-00000-of-00001.parquet',
      'data/train-00001-of-00002.parquet',
      'data/train-00000-of-00002.parquet',
    ]
    expect(await plan(hub)).toMatchObject({ splits: ['train', 'test'], split: 'train' })
    expect(await pathsOf(plan(hub))).toEqual(['data/train-00000-of-00002.parquet', 'data/train-00001-of-00002.parquet'])
    expect(await pathsOf(plan(hub, 'test'))).toEqual(['data/test-00000-of-00001.parquet'])
    expect((await plan(['test/a.csv', 'dev/b.csv'])).split).toBe('validation')
    await expect(plan(hub, 'dev')).rejects.toMatchObject({
      code: 'argument/invalid',
      message: "there is no split 'dev', it has train, test: /data/set",
    })
  })

  it('tell of data files in none', async () => {
    const { issues } = await plan(['train.csv', 'other.csv'])
    expect(issues).toEqual([
      { severity: 'warning', code: 'folder/no-split', message: 'other.csv is in no split and left out' },
    ])
  })
})

describe('files of a folder', () => {
  it('are data by their names, in natural order', async () => {
    const paths = [
      'shard-10.jsonl',
      'shard-2.jsonl.zst',
      'README.md',
      '.git/x.jsonl',
      'a.lock',
      'cache-1f.arrow',
      'dataset_info.json',
      'x/shard-1.json',
    ]
    expect(await pathsOf(plan(paths))).toEqual(['shard-2.jsonl.zst', 'shard-10.jsonl', 'x/shard-1.json'])
    expect(paths.filter(isIgnoredFile)).toEqual([
      'README.md',
      '.git/x.jsonl',
      'a.lock',
      'cache-1f.arrow',
      'dataset_info.json',
    ])
  })

  it('are told where others are left out', async () => {
    const planned = await plan(['a.csv', 'b.py', 'c.py', 'notes.txt', 'weights'], null, {
      linksLeftOut: 2,
      unreadableFolders: ['secret'],
    })
    expect(planned.issues.map(({ message }) => message)).toEqual([
      '2 links lead out of the folder and were not followed',
      'the folder secret could not be read, what is in it is left out',
      '2 .py files, 1 .txt file, 1 file left out: no data by their names',
    ])
  })

  it('are refused when of several formats, with the counts', async () => {
    await expect(plan(['a.csv', 'b.jsonl', 'c.json', 'd.tsv.gz', 'e.csv'])).rejects.toMatchObject({
      code: 'format/unsupported',
      message:
        "the folder holds files of several formats (3 CSV, 2 JSON); name those you mean with a pattern, as in '**/*.csv': /data/set",
    })
    expect(await pathsOf(plan(['train.csv', 'test.jsonl']))).toEqual(['train.csv'])
  })

  it('are needed', async () => {
    await expect(plan([])).rejects.toMatchObject({ code: 'format/unknown', message: 'the folder is empty: /data/set' })
    await expect(plan(['a.py'])).rejects.toMatchObject({ code: 'format/unknown' })
    await expect(plan([], null, { linksLeftOut: 3 })).rejects.toMatchObject({ code: 'source/not-found' })
    await expect(plan([], null, { isPattern: true })).rejects.toMatchObject({ code: 'source/not-found' })
  })

  it('of a pattern are all data, without splits', async () => {
    const planned = await plan(['train.csv', 'test.csv', '.x.csv'], null, { isPattern: true })
    expect(planned).toMatchObject({ splits: [], split: null, kind: 'files' })
    expect(planned.shards).toHaveLength(3)
  })
})
