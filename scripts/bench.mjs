#!/usr/bin/env node
// npm run bench [-- NAME]: what our inner loops gain over plain ones, as ratios of medians. Each *.bench.ts in
// scripts/bench/ brings its own benchmarks; NAME chooses those whose file name contains it.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWasm } from './build/wasm.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'

const ROUNDS = 9

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)
ensureDependencies(root)
buildWasm(root)
const outDir = join(root, 'build/bench')
const sources = readdirSync(join(root, 'scripts/bench')).filter((file) => file.endsWith('.ts'))
if (!process.env.PACKSCOPE_BENCH_BUILT) {
  // Bundled as the product is, since unbundled imports would be looked up at every call, and run in a process of its
  // own, since a bundler's heap makes every garbage collection slower.
  const { build } = await import('vite')
  const input = sources.map((file) => join(root, 'scripts/bench', file))
  const target = { ssr: true, outDir, target: 'node20', minify: false, rolldownOptions: { input } }
  await build({ configFile: false, logLevel: 'warn', build: target })
  const env = { ...process.env, PACKSCOPE_BENCH_BUILT: '1' }
  process.exit(spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit', env }).status ?? 1)
}
const load = (file) => import(join(outDir, file.replace(/\.ts$/, '.js')))

const { measure } = await load('benchmark.ts')
const wanted = process.argv[2] ?? ''
const files = sources.filter((file) => file.endsWith('.bench.ts') && file.includes(wanted))
if (files.length === 0) {
  console.error(`no benchmark is called '${wanted}'`)
  process.exit(2)
}
console.log(`Node ${process.version}, ${process.platform} ${process.arch}; medians of ${ROUNDS} rounds`)
for (const file of files) {
  for (const benchmark of await (await load(file)).default()) {
    console.log(`\n${benchmark.title}`)
    const { rows, show } = benchmark
    for (const { way, result, milliseconds, megabytesPerSecond, ratio } of measure(benchmark, ROUNDS)) {
      const speed = rows
        ? `${milliseconds.toFixed(0).padStart(6)} ms  ${(rows / 1e3 / milliseconds).toFixed(1).padStart(6)} M rows/s`
        : `${megabytesPerSecond.toFixed(0).padStart(7)} MB/s`
      console.log(
        `  ${way.padEnd(20)} ${speed}  ${ratio.toFixed(2).padStart(6)}×  ${show ? show(result) : ''}`.trimEnd(),
      )
    }
  }
}
