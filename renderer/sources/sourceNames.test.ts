import { expect, test } from 'vitest'
import {
  baseName,
  commonEnding,
  commonFolder,
  parentFolders,
  servedPath,
  servedSource,
  sourceName,
  sourceOfWord,
  sourcePlace,
  sourcesInAddress,
} from './sourceNames.ts'

const origin = 'http://127.0.0.1:4321'

test.each([
  ['/data/chat.jsonl', 'chat.jsonl'],
  ['C:\\data\\chat.jsonl', 'chat.jsonl'],
  ['/data/prepared/', 'prepared'],
  ['chat.jsonl', 'chat.jsonl'],
  ['/', '/'],
])('baseName(%s) is %s', (path, name) => expect(baseName(path)).toBe(name))

test.each([
  ['/a/b/c/d.jsonl', ['b', 'c']],
  ['/d.jsonl', []],
  ['C:\\a\\b.csv', ['C:', 'a']],
  ['https://example.org/x/y/z.parquet', ['x', 'y']],
])('parentFolders(%s)', (path, folders) => expect(parentFolders(path)).toEqual(folders))

test.each(['/data/chat.jsonl', '/odd name/ä&b=c#d?e%20+.jsonl', 'C:\\x\\y.csv'])(
  'a served path survives its URL: %s',
  (path) => {
    const source = servedSource(path, origin)
    expect(servedPath(source.url, origin)).toBe(path)
    expect(source.name).toBe(baseName(path))
  },
)

test('only URLs of the own server hold a path', () => {
  expect(servedPath('http://example.org/file?path=/etc/passwd', origin)).toBeNull()
  expect(servedPath(`${origin}/other?path=/x`, origin)).toBeNull()
  expect(servedPath('not a url', origin)).toBeNull()
})

test('every open parameter is a source, in order', () => {
  const sources = sourcesInAddress('?open=%2Fa%2Fx.jsonl&k=1&open=&open=%2Fb%20c%2Fy.csv', origin)
  expect(sources.map(sourceName)).toEqual(['x.jsonl', 'y.csv'])
  expect(sources.map((source) => source.kind === 'url' && servedPath(source.url, origin))).toEqual([
    '/a/x.jsonl',
    '/b c/y.csv',
  ])
})

test('words of a launch are URLs or paths', () => {
  expect(sourceOfWord('/d/a b.csv')).toEqual({ kind: 'path', path: '/d/a b.csv' })
  expect(sourceOfWord('https://h.example/d/a%20b.csv?x=1')).toMatchObject({ kind: 'url', name: 'a b.csv' })
  expect(sourceOfWord('https://h.example/100%.csv')).toMatchObject({ name: '100%.csv' })
  expect(sourceOfWord('https://h.example/')).toMatchObject({ name: 'https://h.example/' })
})

test('folders are named with their split', () => {
  expect(sourceName({ kind: 'path', path: '/d/set', split: 'test' })).toBe('set · test')
  expect(sourceName({ kind: 'glob', pattern: '/d/*.csv' })).toBe('*.csv')
  expect(sourcePlace({ kind: 'path', path: '/d/set', split: 'test' })).toBe('/d/set (test)')
  expect(sourcePlace({ kind: 'files', name: 'set', files: [] })).toBeNull()
})

test.each([
  [['data/a', 'data/b'], 5],
  [['data/x/a', 'data/y/b'], 5],
  [['data/a', 'b'], 0],
  [['a'], 0],
  [['x/a'], 2],
  [['/a', '/b'], 1],
  [[], 0],
])('the folder common to %j', (paths, length) => expect(commonFolder(paths)).toBe(length))

test.each([
  [['d/train-00000-of-00012.jsonl', 'd/train-00011-of-00012.jsonl'], '-of-00012.jsonl'],
  [['a1.csv', 'b1.csv'], '.csv'],
  [['a.csv', 'b.csv.gz'], ''],
  [['x/a.csv', 'y/a.csv'], ''],
  [['a.csv'], ''],
  [['.csv', 'a.csv'], ''],
  [[], ''],
])('the ending common to %j', (paths, ending) => expect(commonEnding(paths)).toBe(ending.length))
