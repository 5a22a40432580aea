// Every format, codec and compression we write, opened by pyarrow, pandas, polars, DuckDB and Hugging Face datasets, values
// compared with the source. Run by hand, after a build:
//
//   PYTHON=python3 node scripts/interop/interop.mjs [--write | --goldens]
//
// --write puts the table into docs/export.md. --goldens does the same with a few rows, and keeps what was written without
// compression in core/fixtures/exported, for the test that we still write it so (app/cli/export/exportGoldens.test.ts).
//
// Needs pyarrow, pandas, polars, duckdb and datasets in that Python; the tests need none of it.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const python = process.env.PYTHON ?? 'python3'

/** What is written: format, table it is made of, options, suffix of the file. */
const EXPORTS = [
  ...['usual', 'rare'].flatMap((table) => [
    ...['none', 'lz4', 'zstd'].map((codec) => ['arrow', table, codec, '.arrow']),
    ...['none', 'lz4', 'zstd'].map((codec) => ['arrow-stream', table, codec, '.arrows']),
    ...['lz4', 'zstd', 'none'].map((codec) => ['feather', table, codec, '.feather']),
    ...['zstd', 'snappy', 'gzip', 'lz4', 'none'].map((codec) => ['parquet', table, codec, '.parquet']),
    ['hf_dataset', table, null, ''],
  ]),
  ...['map', 'huge'].flatMap((table) => [
    ['arrow', table, 'none', '.arrow'],
    ['parquet', table, 'snappy', '.parquet'],
    ['hf_dataset', table, null, ''],
  ]),
  ...[
    ['jsonl', 'nested'],
    ['csv', 'flat'],
    ['tsv', 'flat'],
    ['text', 'lines'],
  ].flatMap(([format, table]) =>
    [null, 'gzip', 'zstd'].map((codec) => [format, table, codec, `.${format === 'text' ? 'txt' : format}`]),
  ),
]
const AROUND = { gzip: '.gz', zstd: '.zst' }

function exportAll(folder) {
  const made = []
  const refused = []
  for (const [format, table, codec, suffix] of EXPORTS) {
    const isText = ['jsonl', 'csv', 'tsv', 'text'].includes(format)
    const name = `to-${table}-${codec ?? 'plain'}${suffix}${isText && codec ? AROUND[codec] : ''}`
    const words = ['--format', format]
    if (!isText && codec !== null) words.push('--compression', codec)
    if (format === 'hf_dataset') words.push('--num-shards', '2')
    const command = [
      join(root, 'dist', 'cli.js'),
      'export',
      join(folder, `${table}.arrow`),
      '-o',
      join(folder, name),
      ...words,
    ]
    const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
    const what = { name, format, table, codec: codec ?? 'none', words: [`${table}.arrow`, ...words] }
    if (status === 0) made.push(what)
    else refused.push({ ...what, error: stderr.trim() })
  }
  return { made, refused }
}

/** A line for each kind of file: what each library made of it. */
function tableOf({ made, refused }, { versions, results }) {
  const readers = Object.keys(versions)
  const header = ['', ...readers.map((reader) => `${reader} ${versions[reader]}`)]
  const notes = []
  const cell = (name, reader) => {
    const result = results.find((one) => one.name === name && one.reader === reader)
    if (!result) return '–'
    const told =
      result.error ??
      Object.entries(result.told)
        .map(([column, text]) => `\`${column}\`: ${text}`)
        .join('; ')
    if (told === '') return 'same'
    const known = notes.indexOf(`${reader}: ${told}`)
    if (known < 0) notes.push(`${reader}: ${told}`)
    const number = (known < 0 ? notes.length - 1 : known) + 1
    const what = result.error ? 'no' : `all but ${Object.keys(result.told).length}`
    return `${what} (${number}${result.likeTwin ? ', =' : ''})`
  }
  const lines = made.map(({ name, format, table, codec }) => [
    `${format}, ${codec}, ${table}`,
    ...readers.map((reader) => cell(name, reader)),
  ])
  const rows = [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`)
  const missing = refused.map(({ name, error }) => `- not written: ${name}: ${error}`)
  return [...rows, '', ...notes.map((note, at) => `${at + 1}. ${note.replaceAll('\n', ' ')}`), ...missing].join('\n')
}

function keepGoldens(made) {
  const kept = made.filter(({ codec, table }) => codec === 'none' && table !== 'map' && table !== 'huge')
  const goldens = join(root, 'core', 'fixtures', 'exported')
  rmSync(goldens, { recursive: true, force: true })
  mkdirSync(goldens)
  for (const table of new Set(kept.map(({ table }) => table)))
    cpSync(join(folder, `${table}.arrow`), join(goldens, `${table}.arrow`))
  for (const { name } of kept) cpSync(join(folder, name), join(goldens, name), { recursive: true })
  const listed = kept.map(({ name, words }) => JSON.stringify({ name, words }))
  writeFileSync(join(goldens, 'goldens.json'), `[\n${listed.join(',\n')}\n]\n`)
}

const isGolden = process.argv.includes('--goldens')
if (isGolden) process.env.ROWS = '5'

const folder = mkdtempSync(join(tmpdir(), 'packscope-interop-'))
try {
  execFileSync(python, [join(here, 'make.py'), folder], { stdio: 'inherit' })
  const exported = exportAll(folder)
  writeFileSync(join(folder, 'exports.json'), JSON.stringify(exported.made))
  const output = execFileSync(python, [join(here, 'check.py'), folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const table = tableOf(exported, JSON.parse(output.trim().split('\n').at(-1)))
  console.log(table)
  if (isGolden) keepGoldens(exported.made)
  if (process.argv.includes('--write')) {
    const path = join(root, 'docs', 'export.md')
    const [before, , after] = readFileSync(path, 'utf8').split(/^<!-- interop(?: ends)? -->\n/m)
    writeFileSync(path, `${before}<!-- interop -->\n${table}\n<!-- interop ends -->\n${after}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
