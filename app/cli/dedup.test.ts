import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kernelsWithCodecs } from '../../core/testing/codecs.ts'
import { runCommand } from '../testing/commandLine.ts'

const hexOf = (text: string) => createHash('sha256').update(text).digest('hex')
const ROWS = '{"text":"a","n":1}\n{"text":"é","n":2}\n{"text":"a","n":3}\n{"text":null,"n":4}\nbroken\n'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-dedup-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const packscope = (...words: string[]) => runCommand(words, { kernels: kernelsWithCodecs })

describe('packscope hash', () => {
  it('prints the SHA-256 of every row, as lines, as JSON values and as one list', async () => {
    const path = await file('a.jsonl', ROWS)
    const texts = [hexOf('a'), hexOf('é'), hexOf('a'), null, null]
    const { code, out, err } = await packscope('hash', path, '--columns', 'text')
    expect(code).toBe(0)
    expect(out).toBe(`${texts.map(String).join('\n')}\n`)
    expect(err).toContain('row 4')
    const lines = (await packscope('hash', path, '--columns', 'text', '--jsonl')).out.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(texts)
    const rows = (await packscope('hash', path, '--json')).json()
    expect(rows).toEqual([
      ...['{"n":1,"text":"a"}', '{"n":2,"text":"é"}', '{"n":3,"text":"a"}', '{"n":4,"text":null}'].map(hexOf),
      null,
    ])
    const python = (await packscope('hash', path, '--axolotl', '--json')).json() as string[]
    expect(python.slice(0, 2)).toEqual(["{'text': 'a', 'n': 1}", "{'text': 'é', 'n': 2}"].map(hexOf))
  })

  it('of nothing prints nothing, or an empty list', async () => {
    const path = await file('empty.jsonl', '')
    expect(await packscope('hash', path)).toMatchObject({ code: 0, out: '' })
    expect((await packscope('hash', path, '--json')).out).toBe('[]\n')
  })
})

describe('packscope dedup', () => {
  it('tells figures, and writes the rows kept and their digests', async () => {
    const path = await file('a.jsonl', ROWS)
    const [out, hashes] = [join(folder, 'out.arrow'), join(folder, 'seen.txt')]
    const words = ['dedup', path, '--columns', 'text', '-o', out, '--write-hashes', hashes, '--json']
    expect((await packscope(...words)).json()).toMatchObject({
      rows: 5,
      unique: 4,
      duplicates: 1,
      groups: 1,
      removalRate: 0.2,
      nullKeys: 2,
      output: { rows: 3, skippedRows: 1 },
    })
    expect(
      tableFromIPC(await readFile(out))
        .toArray()
        .map(({ n }) => Number(n)),
    ).toEqual([1, 2, 4])
    expect(await readFile(hashes, 'utf8')).toBe(`${hexOf('a')}\n${hexOf('é')}\n`)
    const left = join(folder, 'left.jsonl')
    await packscope('dedup', path, '--columns', 'text', '-o', left, '--removed', '--output-columns', 'n')
    expect(await readFile(left, 'utf8')).toBe('{"n":3}\n')
    const again = await packscope('dedup', path, '--columns', 'text', '--existing', hashes)
    expect(again.out).toContain('known       3\n')
    const other = await packscope('dedup', path, '--columns', 'text', '--against', path, '--json')
    expect(other.json()).toMatchObject({ existing: 3, duplicates: 0, unique: 2 })
    const matched = await packscope('dedup', path, '--columns', 'text', '--against', path, '--matches')
    expect(matched.out).toMatch(/known {7}3\n(.*\n)*match {7}row 0: row 0 there\n/)
    await mkdir(join(folder, 'set'))
    await file('set/train.jsonl', '{"text":"a"}')
    await file('set/test.jsonl', '{"text":"é"}\n{"text":"c"}')
    const against = ['--against', join(folder, 'set'), '--json']
    const split = await packscope('dedup', path, '--columns', 'text', ...against, '--against-split', 'test')
    expect([split.json(), (await packscope('dedup', path, '--columns', 'text', ...against)).json()]).toMatchObject([
      { existing: 1 },
      { existing: 2 },
    ])
  })

  it('replaces digests only when told to, or after asking', async () => {
    const path = await file('a.jsonl', ROWS)
    const hashes = await file('seen.txt', 'mine')
    const words = ['dedup', path, '--columns', 'text', '--write-hashes', hashes]
    expect(await packscope(...words)).toMatchObject({ code: 1, err: expect.stringContaining('error[sink/exists]') })
    expect(await readFile(hashes, 'utf8')).toBe('mine')
    expect(await packscope(...words, '--overwrite')).toMatchObject({ code: 0 })
    expect(await readFile(hashes, 'utf8')).toBe(`${hexOf('a')}\n${hexOf('é')}\n`)
    expect(await packscope('dedup', path, '--overwrite')).toMatchObject({ code: 2 })
  })

  it('reads the lines that hash printed, and tells of those that are no digests', async () => {
    const path = await file('a.jsonl', ROWS)
    const seen = await file('seen', (await packscope('hash', path, '--columns', 'text', '--jsonl')).out)
    const { out, err } = await packscope('dedup', path, '--columns', 'text', '--existing', seen, '--json')
    expect(JSON.parse(out)).toMatchObject({ existing: 3 })
    expect(err).not.toContain('not matched')
    const upper = await file('upper.txt', `${hexOf('a').toUpperCase()}\nabc\n`)
    const told = await packscope('dedup', path, '--columns', 'text', '--existing', upper, '--json')
    expect(told.json()).toMatchObject({ existing: 0 })
    expect(told.err).toContain('1 line in upper case, which fast-axolotl never matches either: not matched')
    expect(told.err).toContain('1 line of another length than 64 digits: not matched (first: line 2)')
  })

  it('finds near duplicates with --near', async () => {
    const fox = 'the quick brown fox jumps over a lazy dog'
    const texts = [fox, 'else', fox.toUpperCase(), `${fox} again`, null]
    const path = await file('near.jsonl', texts.map((text) => JSON.stringify({ text })).join('\n'))
    const words = ['dedup', path, '--near', '--columns', 'text', '--json']
    expect((await packscope(...words)).json()).toMatchObject({ rows: 5, unique: 3, duplicates: 2, nullKeys: 1 })
    const strict = ['--threshold', '1', '--bands', '4', '--rows-per-band', '8', '--num-perm', '32', '--ngram', '1']
    expect((await packscope(...words, ...strict, '--seed', '7')).json()).toMatchObject({ unique: 4, duplicates: 1 })
    const train = await file('train.jsonl', JSON.stringify({ text: fox }))
    expect((await packscope(...words, '--against', train)).json()).toMatchObject({ existing: 3, duplicates: 0 })
    const matched = (await packscope(...words, '--against', train, '--matches')).json() as { matches: unknown }
    expect(matched.matches).toEqual([
      { row: 0, otherRow: 0, similarity: 1 },
      { row: 2, otherRow: 0, similarity: 1 },
      { row: 3, otherRow: 0, similarity: Math.fround(5 / 6) },
    ])
  })

  it.each([
    [['--near'], 2, '--near compares one text column'],
    [['--near', '--columns', 'text,n'], 2, '--near compares one text column'],
    [['--near', '--columns', 'n'], 1, 'argument/invalid'],
    [['--near', '--columns', 'text', '--threshold', '0'], 2, '--threshold takes'],
    [['--near', '--columns', 'text', '--bands', '4'], 2, '--bands and --rows-per-band go together'],
    [['--near', '--columns', 'text', '--bands', '126', '--rows-per-band', '2'], 2, '--num-perm is 250'],
    [['--near', '--columns', 'text', '--existing', 'a'], 2, '--near and --existing'],
    [['--seed', '1'], 2, '--seed goes with --near'],
    [['--output-columns', 'nope'], 1, 'no column named "nope"'],
    [['--matches'], 2, '--matches goes with --against'],
    [['--against-split', 'a'], 2, '--against-split goes with --against'],
    [['--existing', 'a', '--against', 'b'], 2, 'do not go together'],
    [['--axolotl', '--columns', 'text'], 2, 'does not go with --columns'],
    [['--keep', 'last'], 2, '--keep takes one of first, longest, most-complete'],
    [['--columns', 'nope'], 1, 'no column named "nope"'],
    [['--existing', 'missing.txt'], 1, 'source/not-found'],
    [['--no-header', '--overwrite'], 2, '--no-header is for csv, tsv, not for arrow'],
  ])('%j is refused, and writes nothing', async (words, expected, message) => {
    const path = await file('a.jsonl', ROWS)
    const { code, err } = await packscope('dedup', path, ...words, '-o', join(folder, 'out.arrow'))
    expect(code).toBe(expected)
    expect(err).toContain(message)
    expect(await readdir(folder)).toEqual(['a.jsonl'])
  })
})
