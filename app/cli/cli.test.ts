import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kernelsWithCodecs } from '../../core/testing/codecs.ts'
import { runCommand } from '../testing/commandLine.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** Runs one command line in this process, with real files. */
async function packscope(...words: string[]) {
  return packscopeWith(null, ...words)
}

/** The same with something piped in. */
async function packscopeWith(piped: AsyncIterable<Uint8Array> | null, ...words: string[]) {
  return runCommand(words, { kernels: kernelsWithCodecs, ...(piped ? { piped: { bytes: piped, folder } } : {}) })
}

const ROWS = '{"id":1,"text":"one"}\n{"id":9007199254740993,"text":null}\n{"id":3,"text":"drei"}\n'

describe('packscope', () => {
  it('prints its version and help', async () => {
    expect(await packscope('--version')).toMatchObject({ code: 0, out: '1.2.3\n' })
    for (const words of [[], ['help'], ['inspect', '--help']]) {
      expect((await packscope(...words)).out).toContain('packscope inspect PATH')
    }
  })

  it.each([
    [['frobnicate'], 'no such command: frobnicate'],
    [['inspect'], 'takes 1 path, not 0'],
    [['head', 'a', 'b'], 'takes 1 path, not 2'],
    [['head', 'a', '--rows'], '--rows'],
    [['head', 'a', '-n=-1'], '-n takes a whole number from 0'],
    [['head', 'a', '-n', '1e3'], '-n takes a whole number'],
    [['pack', 'a'], 'needs --sequence-len'],
    [['pack', 'a', '--sequence-len', '0'], 'from 1'],
    [['pack', 'a', '--sequence-len', '8', '--strategy', 'magic'], '--strategy takes one of greedy'],
    [['pack', 'a', '--sequence-len', '8', '--swift-fit', 'best'], '--swift-fit takes one of fullest, emptiest'],
    [['search', 'a'], 'takes --text T or --regex R'],
    [['search', 'a', '--text', 'x', '--regex', 'y'], 'takes --text T or --regex R'],
    [['pad', 'a'], 'needs --batch-size'],
    [['pad', 'a', '--batch-size', '0'], '--batch-size takes a whole number from 1'],
    [['pad', 'a', '--batch-size', '2', '--target-length', '0'], '--target-length takes a whole number from 1'],
    [['pad', 'a', '--batch-size', '2', '--side', 'top'], '--side takes one of right, left'],
    [['pad', 'a', '--batch-size', '2', '-o', 'noSuffix'], 'what format'],
    [['export', 'a'], 'needs -o OUT'],
    [['export', 'a', '-o', 'noSuffix'], 'what format'],
    [['inspect', 'a', '--format', 'xls'], '--format takes one of'],
    [['inspect', 'a', '--header', 'maybe'], '--header takes one of'],
    [['inspect', 'a', '--delimiter', ';;'], '--delimiter takes one ASCII character'],
  ])('%j is wrong usage', async (words, message) => {
    const { code, out, err } = await packscope(...words)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(message)
  })

  it('lists the formats of fast-axolotl in its order, then its own', async () => {
    const names = (await packscope('formats', '--json')).json() as string[]
    expect(names.slice(0, 20).join(', ')).toBe(
      'parquet, arrow, feather, csv, json, jsonl, text, parquet.zst, parquet.gz, arrow.zst, arrow.gz, json.zst, ' +
        'json.gz, jsonl.zst, jsonl.gz, csv.zst, csv.gz, text.zst, text.gz, hf_dataset',
    )
    expect(names.slice(20)).toEqual(['tsv', 'tsv.zst', 'tsv.gz', 'feather.zst', 'feather.gz'])
    expect((await packscope('formats')).out.split('\n')).toHaveLength(26)
  })

  it('detects by content', async () => {
    const path = await file('data.txt', ROWS)
    expect((await packscope('detect', path, '--json')).json()).toEqual({
      format: 'jsonl',
      compression: null,
      by: 'content',
    })
    const tsv = await file('data.tsv', 'a\tb\n1\t2\n')
    expect((await packscope('detect', tsv, '--json')).json()).toMatchObject({ format: 'csv', delimiter: '\t' })
  })

  it('does all of that with compressed files', async () => {
    const path = await file('rows.jsonl.gz', gzipSync(`${ROWS}broken\n`))
    expect((await packscope('detect', path)).out).toBe('jsonl: gzip: its lines are JSON objects\n')
    const inspected = (await packscope('inspect', path, '--json')).json()
    expect(inspected).toMatchObject({ format: 'jsonl', compression: 'gzip', rows: 4, issueCount: 1 })
    expect(inspected).toMatchObject({ bytes: gzipSync(`${ROWS}broken\n`).length })
    expect((await packscope('head', path, '--offset', '2', '-n', '1')).out).toBe('{"id":3,"text":"drei"}\n')
    const target = join(folder, 'out.arrow')
    expect((await packscope('export', path, '-o', target, '--json')).json()).toMatchObject({ rows: 3, skippedRows: 1 })
    expect(tableFromIPC(await readFile(target)).numRows).toBe(3)
    const again = await file('out.arrow.gz', gzipSync(await readFile(target)))
    expect((await packscope('head', again, '-n', '1')).out).toBe('{"id":1,"text":"one"}\n')
    const lying = await file('lying.csv', gzipSync(ROWS))
    const { out, err } = await packscope('head', lying, '-n', '1')
    expect(out).toBe('{"id":1,"text":"one"}\n')
    expect(err).toContain('although its name does not say so')
    const cut = await file('cut.jsonl.gz', gzipSync(ROWS).subarray(0, 40))
    expect((await packscope('inspect', cut, '--json')).json()).toMatchObject({
      issues: [{ code: 'compression/corrupt', severity: 'error' }],
    })
  })

  it('tells statistics of columns', async () => {
    const path = await file('rows.jsonl', ROWS)
    const { json, code } = await packscope('stats', path, '--json')
    expect(code).toBe(0)
    const [id, text] = json() as Record<string, unknown>[]
    expect(id).toMatchObject({ name: 'id', type: 'int64', nulls: 0, distinct: 3, min: 1, max: '9007199254740993' })
    expect(text).toMatchObject({ nulls: 1, distinct: 2, min: 'drei', max: 'one', mean: null, quantiles: null })
    expect(text).toMatchObject({ lengths: { characters: { min: 3, max: 4, mean: 3.5 } }, approximate: [] })
    expect(Object.keys(id ?? {}).slice(0, 6)).toEqual(['name', 'type', 'rows', 'nulls', 'distinct', 'nan'])
    const asText = await packscope('stats', path, '--columns', 'text')
    expect(asText.out).toContain('text  utf8\n  3 rows, 1 null, 2 different\n  from drei to one\n')
    expect((await packscope('stats', path, '--columns', 'none')).err).toContain('error[argument/invalid]')
  })

  it('finds rows by a text', async () => {
    const path = await file('rows.jsonl', ROWS)
    expect(await packscope('search', path, '--text', 'e')).toMatchObject({
      code: 0,
      out: '0\n2\n',
      err: '2 of 3 rows\n',
    })
    expect((await packscope('search', path, '--text', '925474099', '--json')).json()).toEqual({
      rows: [1],
      count: 1,
      searched: 3,
      undecided: [],
    })
    expect((await packscope('search', path, '--text', 'DREI', '-i', '--columns', 'text')).out).toBe('2\n')
    expect(await packscope('search', path, '--text', 'x', '--jsonl')).toMatchObject({ code: 0, out: '' })
    expect(await packscope('search', path, '--regex', '(')).toMatchObject({
      code: 1,
      err: expect.stringContaining('error[argument/invalid]: not a regular expression'),
    })
  })

  it('reads a CSV as it is told', async () => {
    const path = await file('rows.csv', '1;2,5;7\n3;4,5;8\n')
    const columns = async (...words: string[]) => {
      const { json } = await packscope('inspect', path, '--json', ...words)
      const { rows, columns } = json() as { rows: number; columns: { name: string; type: string }[] }
      return [rows, ...columns.map(({ name, type }) => `${name} ${type}`)]
    }
    expect(await columns()).toEqual([2, 'column_1 int64', 'column_2 utf8', 'column_3 int64'])
    expect(await columns('--header', 'yes')).toEqual([1, '1 int64', '2,5 utf8', '7 int64'])
    expect(await columns('--delimiter', ',', '--header', 'no')).toEqual([2, 'column_1 utf8', 'column_2 utf8'])
    const { out } = await packscope('head', path, '--jsonl', '--header', 'yes')
    expect(out).toBe('{"1":3,"2,5":"4,5","7":8}\n')
  })

  it('inspects the whole file', async () => {
    const path = await file('a.jsonl', `${ROWS}broken\n`)
    const { json, code } = await packscope('inspect', path, '--json')
    expect(code).toBe(0)
    expect(json()).toMatchObject({
      path,
      format: 'jsonl',
      compression: null,
      bytes: ROWS.length + 7,
      rows: 4,
      columns: [
        { name: 'id', type: 'int64' },
        { name: 'text', type: 'utf8' },
      ],
      issueCount: 1,
      issues: [{ severity: 'error', code: 'jsonl/bad-json', rowStart: 3 }],
    })
    const { out } = await packscope('inspect', path)
    expect(out).toContain('jsonl · 4 rows')
    expect(out).toContain('error row 3')
  })

  it('prints rows from anywhere, integers exact', async () => {
    const path = await file('a.jsonl', ROWS)
    expect((await packscope('head', path)).out).toBe(
      '{"id":1,"text":"one"}\n{"id":"9007199254740993","text":null}\n{"id":3,"text":"drei"}\n',
    )
    const { json } = await packscope('head', path, '-n', '1', '--offset', '2', '--columns', 'text,id', '--json')
    expect(json()).toEqual([{ text: 'drei', id: 3 }])
    expect((await packscope('head', path, '--offset', '99', '--json')).json()).toEqual([])
    expect((await packscope('head', path, '-n', '0', '--jsonl')).out).toBe('')
  })

  it('packs, prints the account and writes the packs', async () => {
    const path = await file('ids.jsonl', '{"input_ids":[5,6,7]}\n{"input_ids":[8]}\n{"input_ids":[9,9]}\n')
    const target = join(folder, 'packed.arrow')
    const { json } = await packscope('pack', path, '--sequence-len', '8', '--json', '-o', target)
    const bytes = await readFile(target)
    expect(json()).toMatchObject({
      strategy: 'greedy',
      rows: 3,
      packs: 2,
      tokens: 6,
      padTokens: 7,
      cutTokens: 0,
      droppedRows: 0,
      efficiency: 9 / 16,
      output: { rows: 2, bytes: bytes.length, files: [target] },
    })
    const table = tableFromIPC(bytes)
    expect([...table.getChildAt(0)!.get(0)]).toEqual([5, 6, 7, 2, 0, 8, 2, 0])
    const text = await packscope('pack', path, '--sequence-len', '8')
    expect(text.out).toMatch(/efficiency +56\.25 %/)
  })

  it('pads, prints the account and writes the padded rows, whole or not at all', async () => {
    const path = await file(
      'ids.jsonl',
      '{"input_ids":[5,6,7],"labels":[-100,6,7]}\n{"input_ids":null,"labels":null}\n{"input_ids":[8],"labels":[8]}\n',
    )
    const target = join(folder, 'padded.arrow')
    const words = ['pad', path, '--batch-size', '2', '--target-length', '2', '--pad-token-id', '9']
    const { json, code } = await packscope(...words, '--json', '-o', target, '--columns', 'input_ids,labels')
    const bytes = await readFile(target)
    expect(code).toBe(0)
    expect(json()).toMatchObject({
      rows: 3,
      batches: 1,
      tokens: 3,
      padTokens: 1,
      cutTokens: 1,
      waste: 0.25,
      account: [
        { kind: 'kept', rows: 2, tokens: 3, trainedTokens: 2 },
        { kind: 'cut', rows: 1, tokens: 1, trainedTokens: 1 },
        { kind: 'skipped', rows: 1 },
        { kind: 'padding', tokens: 1 },
      ],
      output: { rows: 2, skippedRows: 0, bytes: bytes.length, files: [target] },
    })
    const table = tableFromIPC(bytes)
    const lists = (name: string) => [0, 1].map((row) => [...table.getChild(name)!.get(row)] as number[])
    expect([lists('input_ids'), lists('labels')]).toEqual([
      [
        [5, 6],
        [8, 9],
      ],
      [
        [-100, 6],
        [8, -100],
      ],
    ])
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['input_ids', 'labels'])
    const text = await packscope(...words)
    expect(text.out).toMatch(/waste +25\.00 %/)
    expect(text.out).toMatch(/cut at the end +1 +1 +1\n/)

    const wide = await packscope(...words.with(5, '2000000000'), '-o', join(folder, 'wide.arrow'))
    expect(wide).toMatchObject({ code: 1, err: expect.stringContaining('error[limit/exceeded]') })
    expect((await readdir(folder)).sort()).toEqual(['ids.jsonl', 'padded.arrow', 'padded.arrow.packscope.json'])
  })

  it('tells which rows cannot be packed or padded, the first ten and how many follow', async () => {
    const ragged = '{"input_ids":[1,2],"labels":[1]}\n'.repeat(12)
    const path = await file('ragged.jsonl', `{"input_ids":[1],"labels":[1]}\n${ragged}`)
    for (const words of [
      ['pack', path, '--sequence-len', '8', '--strategy', 'bfd'],
      ['pad', path, '--batch-size', '2'],
    ]) {
      const { code, err, out } = await packscope(...words)
      expect(code).toBe(0)
      expect(out).toMatch(/not usable +12 /)
      expect(err.split('\n')).toHaveLength(12)
      expect(err).toMatch(/^warning: row 1 cannot be packed: 2 input_ids beside 1 labels\n/)
      expect(err).toMatch(/\nand 2 more issues\n$/)
    }
  })

  it('exports as Arrow file and stream with checksums', async () => {
    const path = await file('a.csv', 'x,y\n1,a\n2,b\n')
    for (const [name, magic] of [
      ['out.arrow', 'ARROW1'],
      ['out.arrows', '\xff\xff\xff\xff'],
    ] as const) {
      const target = join(folder, name)
      const { json, code } = await packscope('export', path, '-o', target, '--columns', 'y', '--json')
      expect(code).toBe(0)
      const bytes = await readFile(target)
      expect(bytes.toString('latin1', 0, magic.length)).toBe(magic)
      expect(json()).toEqual({
        format: target.endsWith('s') ? 'arrow-stream' : 'arrow',
        rows: 2,
        yaml: expect.stringContaining('ds_type: arrow'),
        skippedRows: 0,
        manifest: `${target}.packscope.json`,
        bytes: bytes.length,
        files: [target],
        sha256: { [target]: createHash('sha256').update(bytes).digest('hex') },
      })
      expect(tableFromIPC(bytes).toArray().map(String)).toEqual(['{"y": "a"}', '{"y": "b"}'])
    }
  })

  it('reports bad data in one line, and as JSON where asked', async () => {
    const missing = join(folder, 'none.jsonl')
    const { code, err, out } = await packscope('inspect', missing)
    expect(code).toBe(1)
    expect(err).toBe(`error[source/not-found]: no such file: ${missing}\n`)
    expect(out).toBe('')
    const asJson = await packscope('inspect', missing, '--json')
    expect(asJson.json()).toEqual({ error: { code: 'source/not-found', message: `no such file: ${missing}` } })
    expect((await packscope('inspect', folder)).err).toContain('error[format/unknown]: the folder is empty')
  })

  it('leaves nothing behind when an export fails', async () => {
    const path = await file('ids.jsonl', '{"input_ids":[1,2,3,4,5,6]}\n')
    const target = join(folder, 'out.arrow')
    const { code, err } = await packscope('pack', path, '--sequence-len', '4', '--excess', 'error', '-o', target)
    expect(code).toBe(1)
    expect(err).toContain('error[limit/exceeded]')
    expect(err).toContain('row 0')
    expect((await packscope('export', path, '-o', target, '--columns', 'nothing')).code).toBe(1)
    expect(await readdir(folder)).toEqual(['ids.jsonl'])
  })
})

describe('standard input', () => {
  async function* chunks(text: string | Uint8Array, size = 1000) {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }

  it('works with every command, and leaves nothing behind', async () => {
    const inspected = await packscopeWith(chunks(ROWS, 7), 'inspect', '-', '--json')
    expect(inspected.json()).toMatchObject({ path: '-', format: 'jsonl', rows: 3 })
    expect((await packscopeWith(chunks(ROWS), 'inspect', '-')).out).toMatch(/^standard input\n/)
    expect((await packscopeWith(chunks(ROWS), 'head', '-', '-n', '1')).out).toBe('{"id":1,"text":"one"}\n')
    expect((await packscopeWith(chunks('a,b\n1,2\n'), 'detect', '-', '--json')).json()).toMatchObject({
      format: 'csv',
      by: 'content',
    })
    const packed = () => chunks(gzipSync(ROWS), 9)
    expect((await packscopeWith(packed(), 'detect', '-', '--json')).json()).toMatchObject({ compression: 'gzip' })
    expect((await packscopeWith(packed(), 'head', '-', '--offset', '2')).out).toBe('{"id":3,"text":"drei"}\n')
    expect((await packscopeWith(packed(), 'inspect', '-', '--json')).json()).toMatchObject({ rows: 3 })
    const out = join(folder, 'out.arrow')
    expect((await packscopeWith(chunks(ROWS), 'export', '-', '-o', out)).code).toBe(0)
    expect(tableFromIPC(await readFile(out)).numRows).toBe(3)
    expect((await readdir(folder)).sort()).toEqual(['out.arrow', 'out.arrow.packscope.json'])
  })

  it('is read no further than the rows wanted', async () => {
    let taken = 0
    async function* endless() {
      for (;;) {
        taken++
        yield Buffer.from(ROWS.repeat(1000))
      }
    }
    const { code, out } = await packscopeWith(endless(), 'head', '-', '-n', '2')
    expect([code, out.split('\n').length]).toEqual([0, 3])
    expect(taken).toBeLessThan(60)
    expect(await readdir(folder)).toEqual([])
  })

  it('is kept up to a budget', async () => {
    const { code, err } = await packscopeWith(chunks('x'.repeat(10_000_001), 1 << 20), 'inspect', '-')
    expect([code, err]).toEqual([1, expect.stringContaining('error[limit/exceeded]: more than 10000000 bytes')])
    expect(await readdir(folder)).toEqual([])
  })

  it('fails as its writer does, and is not waited for at a terminal', async () => {
    async function* broken() {
      yield Buffer.from(ROWS)
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    }
    expect((await packscopeWith(broken(), 'inspect', '-')).err).toContain('ECONNRESET')
    expect(await packscope('head', '-')).toMatchObject({ code: 2, err: expect.stringContaining('nothing is piped') })
    expect((await packscopeWith(chunks(ROWS), 'head', '-', '--split', 'x')).code).toBe(2)
    expect((await packscopeWith(chunks(''), 'head', '-')).err).toContain('error[format/unknown]')
  })
})

describe('folders and patterns', () => {
  async function set(): Promise<string> {
    await mkdir(join(folder, 'my set/data'), { recursive: true })
    await file('my set/data/train-00000-of-00002.jsonl', '{"id":1}\n')
    await file('my set/data/train-00001-of-00002.jsonl', '{"id":2,"x":"y"}\n{"id":3}\n')
    await file('my set/data/test-00000-of-00001.jsonl', '{"id":4}\n')
    await file('my set/data/notes.md', 'hello')
    return join(folder, 'my set')
  }

  it('are one dataset, by split', async () => {
    const path = await set()
    expect((await packscope('inspect', path, '--json')).json()).toMatchObject({
      path,
      format: 'jsonl',
      rows: 3,
      files: 2,
      splits: ['train', 'test'],
      split: 'train',
      columns: [{ name: 'id' }, { name: 'x' }],
      differences: [{ column: 'x', type: 'utf8' }],
    })
    expect((await packscope('head', path, '--split', 'test')).out).toBe('{"id":4}\n')
    expect((await packscope('head', path, '--split', 'dev')).err).toContain(
      "there is no split 'dev', it has train, test",
    )
    expect((await packscope('detect', path, '--json')).json()).toMatchObject({
      format: 'jsonl',
      by: 'directory',
      split: 'train',
    })
    expect((await packscope('head', join(path, 'data/*-0000{0,1}-of-0000[12].jsonl'), '-n', '2')).out).toBe(
      '{"id":4,"x":null}\n{"id":1,"x":null}\n',
    )
    expect((await packscope('head', join(path, 'data/*.csv'))).err).toContain(
      'error[source/not-found]: no file matches',
    )
  })

  it('a name that looks like a pattern is a file where there is one', async () => {
    const path = await file('a[1]*.jsonl', '{"id":5}\n')
    expect((await packscope('head', path)).out).toBe('{"id":5}\n')
  })

  it('what save_to_disk wrote is hf_dataset', async () => {
    const saved = fileURLToPath(new URL('../../core/fixtures/hf/saved/dict', import.meta.url))
    expect((await packscope('detect', saved, '--json')).json()).toMatchObject({
      format: 'hf_dataset',
      compression: null,
      by: 'directory',
    })
    expect((await packscope('inspect', saved, '--json')).json()).toMatchObject({
      format: 'hf_dataset',
      rows: 6,
      split: 'train',
    })
    expect((await packscope('head', await set(), '--format', 'hf_dataset')).err).toContain('error[format/unknown]')
  })
})
