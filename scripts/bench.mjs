#!/usr/bin/env node
// npm run bench [-- NAME]: what our inner loops gain over plain ones, as ratios of medians. Each *.bench.ts in
// scripts/bench/ brings its own benchmarks; NAME chooses those whose file name contains it.
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildKernels } from './build/kernels.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'

const ROUNDS = 9

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)
ensureDependencies(root)
buildKernels(root)
const { runnerImport } = await import('vite')
const load = async (file) => (await runnerImport(join(root, 'scripts/bench', file), { configFile: false })).module

const { measure } = await load('benchmark.ts')
const wanted = process.argv[2] ?? ''
const files = readdirSync(join(root, 'scripts/bench')).filter((f) => f.endsWith('.bench.ts') && f.includes(wanted))
if (files.length === 0) {
  console.error(`no benchmark is called '${wanted}'`)
  process.exit(2)
}
console.log(`Node ${process.version}, ${process.platform} ${process.arch}; medians of ${ROUNDS} rounds`)
for (const file of files) {
  for (const benchmark of await (await load(file)).default()) {
    console.log(`\n${benchmark.title}`)
    for (const { way, megabytesPerSecond, ratio } of measure(benchmark, ROUNDS)) {
      console.log(
        `  ${way.padEnd(16)} ${megabytesPerSecond.toFixed(0).padStart(7)} MB/s  ${ratio.toFixed(2).padStart(6)}×`,
      )
    }
  }
}
