// What stands in our Parquet files beside the values: statistics, page indexes, checksums, by the libraries that rely on
// them. Run by hand, after a build:
//
//   PYTHON=python3 node scripts/interop/parquetInterop.mjs
//
// Needs pyarrow in that Python, and as many of polars, duckdb and datafusion as are to be asked.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CODECS = ['zstd', 'snappy', 'gzip', 'lz4', 'none']
/** Differences told of each check. */
const MOST_TOLD = 5

const here = dirname(fileURLToPath(import.meta.url))
const cli = join(here, '..', '..', 'dist', 'cli.js')
const python = process.env.PYTHON ?? 'python3'
const run = (words) =>
  execFileSync(python, [join(here, 'parquet_check.py'), ...words], { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })

const folder = mkdtempSync(join(tmpdir(), 'packscope-parquet-'))
try {
  const { group } = JSON.parse(run(['make', folder]))
  const files = CODECS.map((codec) => join(folder, `${codec}.parquet`))
  for (const [at, codec] of CODECS.entries()) {
    const words = ['export', join(folder, 'source.arrow'), '-o', files[at], '--format', 'parquet']
    const options = ['--compression', codec, '--row-group-rows', String(group)]
    execFileSync(process.execPath, [cli, ...words, ...options], { stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const results = JSON.parse(
    run(['check', folder, ...files])
      .trim()
      .split('\n')
      .at(-1),
  )
  console.log('| file | check | result |\n| --- | --- | --- |')
  for (const [file, check, told] of results) {
    const result = told.length === 0 ? 'same' : `${told.length} differ: ${told.slice(0, MOST_TOLD).join('; ')}`
    console.log(`| ${file} | ${check} | ${result.replaceAll('\n', ' ')} |`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
