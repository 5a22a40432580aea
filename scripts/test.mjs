#!/usr/bin/env node
// npm test [-- [--only types|lint|unit|e2e|electron] [--electron]]: installs and builds what is missing, then checks
// everything. `--electron` adds the desktop app to what runs by default. Last line: `N passed, N failed`.
import { checkNode } from './setup/node.mjs'

checkNode()
const { dirname } = await import('node:path')
const { fileURLToPath } = await import('node:url')
const { parseArgs } = await import('node:util')
const { ensureDependencies } = await import('./setup/dependencies.mjs')
const { ensureBuild } = await import('./setup/build.mjs')
const { STEPS } = await import('./check/steps.mjs')

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The names of the checks to run, in order. */
function chosenSteps() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, electron: { type: 'boolean' } } })
  if (values.only === undefined) return ['types', 'lint', 'unit', 'e2e', ...(values.electron ? ['electron'] : [])]
  if (!Object.hasOwn(STEPS, values.only)) throw new Error(`--only takes one of ${Object.keys(STEPS).join(', ')}`)
  return [values.only]
}

/** Runs one check; whatever goes wrong in it is one failure. */
function runStep(name) {
  const started = performance.now()
  console.log(`\n== ${name}`)
  let counts = { passed: 0, failed: 1 }
  try {
    counts = STEPS[name](root)
  } catch (error) {
    console.error(`${name}: ${error.message}`)
  }
  console.log(
    `== ${name}: ${counts.failed ? 'FAILED' : 'ok'} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
  return counts
}

let passed = 0
let failed = 0
try {
  const names = chosenSteps()
  ensureDependencies(root)
  ensureBuild(root)
  for (const name of names) {
    const counts = runStep(name)
    passed += counts.passed
    failed += counts.failed
  }
} catch (error) {
  console.error(error.message)
  failed++
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
