import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExportOptions, usualExportOptions } from '../../../core/export/exportOptions.ts'
import { builtKernels } from '../../testing/builtKernels.ts'
import { runCommand } from '../../testing/commandLine.ts'
import { type ExportWords, exportOptions } from './exportTarget.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope export é '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const kernels = builtKernels()
const packscope = async (...words: string[]) => runCommand(words, { kernels: await kernels })

async function source(rows: number): Promise<string> {
  const path = join(folder, 'rows.jsonl')
  const lines = Array.from({ length: rows }, (_, i) => JSON.stringify({ id: i, 'a name': `text ${i} ü` }))
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

describe('what OUT and its options say', () => {
  it.each<[string, ExportWords, ExportOptions['format'], Partial<ExportOptions>]>([
    ['a.arrow', {}, 'arrow', {}],
    ['a.ipc', { compression: 'zstd' }, 'arrow', { codec: 'zstd' }],
    ['a.arrows.gz', {}, 'arrow-stream', { compression: 'gzip' }],
    ['a.feather', { compression: 'none' }, 'feather', { codec: 'none' }],
    [
      'a.parquet',
      { compression: 'snappy', 'row-group-rows': '100' },
      'parquet',
      { codec: 'snappy', rowGroupRows: 100 },
    ],
    ['a.parquet.zst', { compression: 'gz' }, 'parquet', { codec: 'gzip', compression: 'zstd' }],
    ['a.jsonl', { compression: 'zst' }, 'jsonl', { compression: 'zstd' }],
    ['a.jsonl.gz', { compression: 'gzip' }, 'jsonl', { compression: 'gzip' }],
    ['a.csv', { 'no-header': true, nested: 'json' }, 'csv', { header: false, nested: 'json' }],
    ['a', { format: 'tsv', compression: 'none' }, 'tsv', {}],
    ['out', { preset: 'axolotl' }, 'hf_dataset', { preset: 'axolotl' }],
    ['out', { format: 'hf_dataset', 'num-shards': '3' }, 'hf_dataset', { shardSize: { by: 'count', count: 3 } }],
    ['out', { format: 'text', 'shard-size': '1.5MB' }, 'text', { shardSize: { by: 'bytes', bytes: 1_500_000 } }],
    ['o.jsonl', { 'shard-size': '100000rows' }, 'jsonl', { shardSize: { by: 'rows', rows: 100_000 } }],
  ])('%s %j', (out, words, format, change) => {
    expect(exportOptions(out, words)).toEqual({ ...usualExportOptions(format), ...change })
  })

  it.each<[string, ExportWords, string]>([
    ['a', {}, 'what format is'],
    ['a.xyz', {}, "there is no format 'xyz' to write"],
    ['a.arrow', { format: 'orc' }, '--format takes one of arrow'],
    ['a.arrow', { compression: 'snappy' }, '--compression of arrow takes one of none, lz4, zstd'],
    ['a.csv', { compression: 'lz4' }, '--compression of csv takes one of none, gzip, zstd'],
    ['a.csv.gz', { compression: 'zstd' }, 'do not go together'],
    ['a.csv.gz', { compression: 'none' }, 'do not go together'],
    ['a.csv', { 'row-group-rows': '5' }, '--row-group-rows is for parquet'],
    ['a.parquet', { nested: 'json' }, '--nested is for csv, tsv, text'],
    ['a.jsonl', { preset: 'axolotl' }, '--preset is for hf_dataset'],
    ['a', { preset: 'best' }, '--preset takes one of datasets, axolotl'],
    ['a.csv', { 'shard-size': '5 elephants' }, '--shard-size takes bytes'],
    ['a.csv', { 'shard-size': '0rows' }, '--shard-size takes a whole number from 1'],
    ['a.csv', { 'shard-size': '1MB', 'num-shards': '2' }, 'do not go together'],
  ])('%s %j is refused', (out, words, message) => {
    expect(() => exportOptions(out, words)).toThrow(message)
  })
})

describe('packscope export', () => {
  it.each([
    ['rows.arrow'],
    ['rows.arrows'],
    ['rows.feather'],
    ['rows.arrow', '--compression', 'zstd'],
    ['rows.arrows.gz', '--compression', 'lz4'],
    ['my rows.parquet'],
    ['rows.parquet', '--compression', 'gzip'],
    ['rows.parquet.gz', '--compression', 'lz4'],
    ['rows.parquet', '--row-group-rows', '7', '--compression', 'snappy'],
    ['ü.jsonl'],
    ['rows.jsonl.gz'],
    ['rows.jsonl.zst'],
    ['rows.arrow.gz'],
    ['rows.csv'],
    ['rows.tsv', '--compression', 'zst'],
    ['folder', '--format', 'hf_dataset'],
    ['folder', '--format', 'jsonl', '--num-shards', '3'],
    ['folder', '--format', 'feather', '--shard-size', '10rows'],
  ])('writes %s %s %s so that it reads the same', async (name, ...words) => {
    const path = await source(25)
    const target = join(folder, name)
    const { code, json, err } = await packscope('export', path, '-o', target, ...words, '--json')
    expect(err).toBe('')
    expect(code).toBe(0)
    const report = json() as { rows: number; bytes: number; files: string[]; sha256: Record<string, string> }
    let bytes = 0
    for (const file of report.files) {
      const content = await readFile(file)
      expect(report.sha256[file]).toBe(createHash('sha256').update(content).digest('hex'))
      bytes += content.length
    }
    expect(report).toMatchObject({ rows: 25, skippedRows: 0, bytes })
    expect((await packscope('head', target, '-n', '30', '--jsonl')).out).toBe(await readFile(path, 'utf8'))
  })

  it('saves tokens as Axolotl keeps them', async () => {
    const path = join(folder, 'ids.jsonl')
    const row = { input_ids: [1, 2], attention_mask: [1, 1], labels: [-100, 2] }
    await writeFile(path, `${JSON.stringify(row)}\n`)
    const target = join(folder, 'prepared')
    expect(await packscope('export', path, '-o', target, '--preset', 'axolotl')).toMatchObject({ code: 0, err: '' })
    expect((await packscope('head', target, '--jsonl')).out).toBe(await readFile(path, 'utf8'))
    const { columns } = (await packscope('inspect', target, '--json')).json() as { columns: { type: string }[] }
    expect(columns.map(({ type }) => type)).toEqual(['list<int32>', 'list<int8>', 'list<int64>'])
    expect(JSON.parse(await readFile(join(target, 'state.json'), 'utf8'))).toMatchObject({
      _data_files: [{ filename: 'data-00000-of-00001.arrow' }],
    })
  })

  it('names files of a folder by their number', async () => {
    const path = await source(7)
    const target = join(folder, 'out')
    await packscope('export', path, '-o', target, '--format', 'csv', '--num-shards', '3')
    expect((await readdir(target)).sort()).toEqual([0, 1, 2].map((i) => `data-0000${i}-of-00003.csv`))
    const text = (i: number) => readFile(join(target, `data-0000${i}-of-00003.csv`), 'utf8')
    expect((await text(0)).split('\n')).toHaveLength(5) // a header, three rows, and the end
    expect(await text(2)).toBe('id,a name\n5,text 5 ü\n6,text 6 ü\n')
  })

  it('refuses what a format cannot hold, and leaves what is there', async () => {
    const path = join(folder, 'lists.jsonl')
    await writeFile(path, '{"a b":[1,2]}\n{"a b":[3]}\n')
    const target = join(folder, 'out.csv')
    const refused = await packscope('export', path, '-o', target)
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/error\[format\/unsupported\].*a b/)
    expect(await readdir(folder)).toEqual(['lists.jsonl'])
    expect((await packscope('export', path, '-o', target, '--nested', 'json')).code).toBe(0)
    expect(await readFile(target, 'utf8')).toBe('a b\n"[1,2]"\n[3]\n')
    const again = await packscope('export', path, '-o', target, '--nested', 'json')
    expect(again).toMatchObject({ code: 1 })
    expect(again.err).toContain('error[sink/exists]')
    expect((await packscope('export', path, '-o', target, '--nested', 'json', '--overwrite')).code).toBe(0)
  })

  it('writes over its own source only as a whole', async () => {
    const path = await source(3)
    const before = await readFile(path, 'utf8')
    expect((await packscope('export', path, '-o', path, '--columns', 'id')).code).toBe(1)
    expect(await readFile(path, 'utf8')).toBe(before)
    expect((await packscope('export', path, '-o', path, '--columns', 'id', '--overwrite')).code).toBe(0)
    expect(await readFile(path, 'utf8')).toBe('{"id":0}\n{"id":1}\n{"id":2}\n')
  })

  it.each(['pack', 'pad', 'dedup'])('%s writes any format with -o', async (command) => {
    const path = join(folder, 'ids.jsonl')
    await writeFile(path, '{"input_ids":[1,2,3]}\n{"input_ids":[4]}\n{"input_ids":[4]}\n')
    const words = { pack: ['--sequence-len', '4'], pad: ['--batch-size', '2'], dedup: [] }[command] as string[]
    const target = join(folder, 'out.jsonl')
    expect((await packscope(command, path, ...words, '-o', target)).code).toBe(0)
    const [first] = (await readFile(target, 'utf8')).split('\n')
    expect(first).toContain('{"input_ids":[')
    expect((await packscope(command, path, ...words, '--num-shards', '2')).err).toContain('give -o OUT')
  })
})
