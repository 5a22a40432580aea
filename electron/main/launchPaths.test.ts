import { describe, expect, it } from 'vitest'
import { launchPaths } from './launchPaths.ts'

describe('launchPaths', () => {
  it.each<[string, string[], string[]]>([
    ['from the sources: the app folder is no file', ['--no-sandbox', '/app', '/data/a.jsonl'], ['/data/a.jsonl']],
    ['the app folder as a dot', ['.', 'b.csv'], ['/app/b.csv']],
    ['installed: every word is a file', ['x y.parquet', '--inspect=0'], ['/app/x y.parquet']],
    ['URLs stay', ['/app', 'https://host/a.jsonl'], ['https://host/a.jsonl']],
    ['nothing', ['/app', '--flag'], []],
  ])('%s', (_, words, paths) => {
    expect(launchPaths(words, '/app', '/app')).toEqual(paths)
  })
})
