import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../io/memorySource.ts'
import { testCodecs } from '../testing/codecs.ts'
import { fixture } from '../testing/golden.ts'
import { countingSource } from '../testing/hostileSources.ts'
import { detect } from './detect.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const look = (name: string, content: string | number[], format?: 'jsonl' | 'csv' | 'parquet' | 'text') =>
  detect(name, memorySource(typeof content === 'string' ? utf8(content) : Uint8Array.from(content)), { format })

describe('detect', () => {
  it.each([
    ['a.jsonl', '{"a":1}\n{"a":2}\n', 'jsonl', 'content', {}],
    ['a.json', '{"a":1}\n{"a":2}\n', 'jsonl', 'content', {}],
    ['a.json', '{"a":1}', 'json', 'content', {}],
    ['a.json', '[{"a":1}]', 'json', 'content', {}],
    ['a.json', '["one","two"]', 'json', 'content', {}],
    ['a.json', '[\n  {"a": 1},\n  {"a": 2}\n]\n', 'json', 'content', {}],
    ['a.json', '{\n  "a": 1\n}\n{\n  "a": 2\n}', 'json', 'content', {}],
    ['a.json', '{"version":1,"data":[{"a":1}]}', 'json', 'content', {}],
    ['a.jsonl', '{"version":1,"data":[{"a":1}]}', 'jsonl', 'content', {}],
    ['noname', '{"version":1,"data":[{"a":1}]}', 'json', 'content', {}],
    ['noname', '{"messages":[{"role":"user"}]}', 'jsonl', 'content', {}],
    ['noname', `{"data":[{"a":"${'x'.repeat(100_000)}"}]}`, 'json', 'content', {}],
    ['a.json', '', 'json', 'name', {}],
    ['a.json', 'oops', 'json', 'name', {}],
    ['noname', '\n  {"a":1}\n', 'jsonl', 'content', {}],
    ['a.jsonl', 'oops\n{"a":1}\n', 'jsonl', 'content', {}],
    ['a.jsonl', 'oops\nagain\n', 'jsonl', 'name', {}],
    ['a.jsonl', '{"a": broken\n{"b": too\n', 'jsonl', 'name', {}],
    ['a.jsonl', '', 'jsonl', 'name', {}],
    ['a.jsonl', '{"a": broken\n{"a":1}\n', 'jsonl', 'content', {}],
    ['a.jsonl', `{"a":"${'x'.repeat(100_000)}"}\n`, 'jsonl', 'content', {}],
    ['a.csv', 'x,y\n1,2\n', 'csv', 'name', { delimiter: ',' }],
    ['a.csv', 'x;y\n1;2\n', 'csv', 'name', { delimiter: ';' }],
    ['a.csv', 'one\n1\n', 'csv', 'name', { delimiter: ',' }],
    ['a.tsv', 'x\ty,z\n1\t2,3\n', 'csv', 'name', { delimiter: '\t' }],
    ['notes.txt', 'Dear all,\nthis is prose.\n', 'text', 'name', {}],
    ['notes.txt', 'Well, yes\nAnd, no\n', 'text', 'name', {}],
    ['notes.txt', '', 'text', 'name', {}],
    ['notes.txt', '{"a":1}\n{"a":2}\n', 'jsonl', 'content', {}],
    ['table.txt', 'a\tb\n1\t2\n', 'csv', 'content', { delimiter: '\t' }],
    ['noname', 'x|y|z\n1|2|3\n4|5|6\n', 'csv', 'content', { delimiter: '|' }],
    ['noname', 'a,b\n"1,\n2",3\n', 'csv', 'content', { delimiter: ',' }],
  ])('%s %j', async (name, content, format, by, options) => {
    expect(await look(name, content)).toMatchObject({ format, by, options, compression: null })
  })

  it.each([
    ['a.parquet', [0x50, 0x41, 0x52, 0x31, 0], 'parquet'],
    ['a.bin', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0], 'arrow'],
    ['a', [0xff, 0xff, 0xff, 0xff, 0x10, 0, 0, 0], 'arrow'],
    ['a.feather', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0], 'feather'],
    ['a.feather', [0xff, 0xff, 0xff, 0xff, 0x10, 0, 0, 0], 'arrow'],
  ])('%s by its first bytes', async (name, content, format) => {
    expect(await look(name, content)).toMatchObject({ format, by: 'content' })
  })

  it('opens a lying name as what it is, and says so', async () => {
    const { format, reason } = await look('data.csv', [0x50, 0x41, 0x52, 0x31, 0])
    expect(format).toBe('parquet')
    expect(reason).toBe('the content starts as a Parquet file, although the name ends with .csv')
    expect((await look('a.parquet', '{"a":1}\n')).reason).toContain('although the name ends with .parquet')
  })

  it.each([
    ['a.jsonl.gz', [0x1f, 0x8b, 8, 0], 'compression/unsupported'],
    ['a.jsonl.zst', [0x28, 0xb5, 0x2f, 0xfd], 'compression/unsupported'],
    ['a.parquet', [0x50, 0x41, 0x52, 0x45], 'format/unsupported'],
    ['a.feather', [0x46, 0x45, 0x41, 0x31], 'format/unsupported'],
    ['a.parquet', '', 'format/unknown'],
    ['a.png', [0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2, 3, 0, 0, 0], 'format/unknown'],
    ['notes', 'Dear all,\nthis is prose.\n', 'format/unknown'],
    ['README.md', 'Dear all,\nthis is prose.\n', 'format/unknown'],
  ])('%s %j is refused with %s', async (name, content, code) => {
    await expect(look(name, content)).rejects.toMatchObject({ code, details: { path: name } })
  })

  it('says where the rows of a document are, and when a name lies about lines', async () => {
    const wrapped = await look('a.json', '{"n":1,"rows":[{"a":1}]}')
    expect(wrapped.reason).toBe('the file is a JSON document whose rows are in "rows"')
    expect(wrapped.issues).toEqual([])
    const lines = await look('a.json', '{"a":1}\n{"a":2}\n')
    expect(lines.issues).toMatchObject([{ code: 'format/name-mismatch', severity: 'warning' }])
    const array = await look('a.jsonl', '[{"a":1},\n{"a":2}]')
    expect(array).toMatchObject({ format: 'json', issues: [{ code: 'format/name-mismatch' }] })
    expect(array.reason).toBe('the file is one JSON array, although the name ends with .jsonl')
  })

  it('does as it is told', async () => {
    expect(await look('notes.txt', 'a b\n', 'csv')).toMatchObject({ format: 'csv', options: { delimiter: ',' } })
    expect(await look('a.tsv', 'a\tb\n', 'csv')).toMatchObject({ options: { delimiter: '\t' } })
    expect(await look('README.md', '# Title\n', 'text')).toMatchObject({ format: 'text' })
    expect(await look('a.csv', '{"a":1}\n', 'jsonl')).toMatchObject({ format: 'jsonl' })
  })

  it.each([
    ['a.tsv', 'x,y\n1,2\n', 'csv', ','],
    ['a.tsv', 'one\n1\n', 'csv', '\t'],
    ['a.tsv', '', 'csv', '\t'],
    ['data.jsonl', 'x,y\n1,2\n3,4\n', 'csv', ','],
    ['\ufeffbom', '\ufeffx;y\n1;2\n3;4\n', 'csv', ';'],
  ])('%s with %j is %s separated by %j', async (name, content, format, delimiter) => {
    expect(await look(name, content)).toMatchObject({ format, options: { delimiter } })
  })

  it('knows an Arrow stream of old, without the mark that starts newer ones', async () => {
    const bytes = fixture('arrow/legacy.arrows')
    expect(await detect('x', memorySource(bytes))).toMatchObject({ format: 'arrow', by: 'content' })
    expect(await detect('x.csv', memorySource(fixture('arrow/small.arrows')))).toMatchObject({ format: 'arrow' })
  })

  it('passes over a suffix of compression that is not true', async () => {
    expect(await look('a.jsonl.gz', '')).toMatchObject({ format: 'jsonl', by: 'name' })
    expect(await look('a.csv.zst', 'one\n1\n')).toMatchObject({ format: 'csv', by: 'name' })
  })

  it.each([
    ['utf16.csv', [0xff, 0xfe, 0x61, 0, 0x2c, 0], 'format/unsupported', 'utf-16'],
    ['a.jsonl.gz', [0x1f, 0x8b, 8, 0], 'compression/unsupported', 'gzip'],
  ])('%s is refused with %s %s', async (name, content, code, feature) => {
    await expect(look(name, content)).rejects.toMatchObject({ code, details: { feature } })
  })

  it('takes rows that are arrays, or damaged, for what the name says', async () => {
    expect(await look('a.jsonl', '[1]\n[2]\n')).toMatchObject({ format: 'jsonl', by: 'name' })
    expect(await look('a.jsonl', '{"a":1\u0000}\n{"a":2}\n{"a":3}\n')).toMatchObject({ format: 'jsonl', by: 'content' })
  })

  it('gives no look at the rest of a large file', async () => {
    const source = countingSource(memorySource(utf8('{"a":1}\n'.repeat(100_000))))
    expect(await detect('x', source)).toMatchObject({ format: 'jsonl' })
    expect(source.bytesRead).toBeLessThanOrEqual(64 * 1024)
  })

  const inside = (name: string, bytes: Uint8Array, format?: 'csv') =>
    detect(name, memorySource(bytes), { codecs: async () => testCodecs(), format })

  it('looks inside compressed files', async () => {
    const lines = utf8('{"a":1}\n{"a":2}\n')
    expect(await inside('a.jsonl.gz', gzipSync(lines))).toEqual({
      format: 'jsonl',
      compression: 'gzip',
      by: 'content',
      options: {},
      reason: 'gzip: its lines are JSON objects',
      issues: [],
    })
    expect(await inside('a.tsv.gzip', gzipSync('x\ty\n1\t2\n'))).toMatchObject({
      format: 'csv',
      options: { delimiter: '\t' },
    })
    expect(await inside('a.csv.gz', gzipSync(lines), 'csv')).toMatchObject({ format: 'csv', compression: 'gzip' })
    expect(await inside('a.parquet.gz', gzipSync('PAR1 and so on'))).toMatchObject({
      format: 'parquet',
      compression: 'gzip',
    })
    expect(await inside('a.csv.gz', gzipSync(''))).toMatchObject({ format: 'csv', by: 'name', compression: 'gzip' })
  })

  it.each([
    ['a.jsonl', true, 'the file is compressed with gzip, although its name does not say so'],
    ['a.jsonl.zst', true, 'the file is compressed with gzip, although its name ends as one of zstd'],
    ['a.jsonl.gz', false, 'the file is not compressed, although its name ends as one of gzip'],
  ])('opens %s as what it is, with an issue (compressed: %s)', async (name, isCompressed, message) => {
    const lines = utf8('{"a":1}\n')
    const detection = await inside(name, isCompressed ? gzipSync(lines) : lines)
    expect(detection).toMatchObject({ format: 'jsonl', compression: isCompressed ? 'gzip' : null })
    expect(detection.issues).toMatchObject([{ severity: 'warning', code: 'format/name-mismatch', message }])
  })

  it('decodes no more of a bomb than the beginning, and gives up on one without content', async () => {
    const bomb = gzipSync(new Uint8Array(5_000_000).fill(0x61))
    const source = countingSource(memorySource(bomb))
    await expect(detect('a.gz', source, { codecs: async () => testCodecs() })).rejects.toMatchObject({
      code: 'format/unknown',
    })
    expect(source.bytesRead).toBeLessThan(300_000)
    // A header whose file name never ends.
    const empty = new Uint8Array(6 * 1024 ** 2).fill(0x61)
    empty.set([0x1f, 0x8b, 8, 8])
    await expect(inside('a.jsonl.gz', empty)).rejects.toMatchObject({
      code: 'limit/exceeded',
      details: { path: 'a.jsonl.gz' },
    })
  })

  it('refuses what is damaged from its start, or compressed twice', async () => {
    await expect(inside('a.gz', Uint8Array.of(0x1f, 0x8b, 8, 0))).rejects.toMatchObject({ code: 'compression/corrupt' })
    await expect(inside('a.gz', gzipSync(gzipSync('{}')))).rejects.toMatchObject({ code: 'compression/unsupported' })
    const cut = gzipSync(
      utf8('{"a":1}\n'.repeat(20_000)).map((byte, i) => (byte === 0x31 ? 0x30 + ((i * i) % 10) : byte)),
    )
    expect(await inside('a.gz', cut.subarray(0, cut.length / 2))).toMatchObject({
      format: 'jsonl',
      compression: 'gzip',
    })
  })
})
