// The checks of `npm test`. Each runs one tool with its output on the terminal and says how much of it passed.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium, onPath } from './chromium.mjs'
import { exitCounts, playwrightCounts, vitestCounts } from './counts.mjs'

/** A tool that hangs is stopped after this long and has failed. */
const TIMEOUT_MS = 30 * 60_000
const REPORTS = 'build/test'

const BINS = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
}

/** Runs a tool of node_modules; `wrapper` is a command in front of it. @returns its exit code, null when killed */
function runTool(root, tool, args, env = {}, wrapper = []) {
  const [command, ...rest] = [...wrapper, process.execPath, join(root, 'node_modules', BINS[tool]), ...args]
  const { status } = spawnSync(command, rest, {
    cwd: root,
    stdio: 'inherit',
    timeout: TIMEOUT_MS,
    env: { ...process.env, ...env },
  })
  return status
}

/** Runs a tool that writes a JSON report, and reads it. @returns [report or null, exit code] */
function runReporting(root, name, run) {
  const file = join(root, REPORTS, `${name}.json`)
  mkdirSync(join(root, REPORTS), { recursive: true })
  rmSync(file, { force: true })
  const exitCode = run(file)
  try {
    return [JSON.parse(readFileSync(file, 'utf8')), exitCode]
  } catch {
    return [null, exitCode]
  }
}

const types = (root) => exitCounts(runTool(root, 'tsc', ['-b']))
const lint = (root) => exitCounts(runTool(root, 'biome', ['ci', '.']))

function unit(root) {
  const run = (file) =>
    runTool(root, 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  return vitestCounts(...runReporting(root, 'vitest', run))
}

function playwright(root, project, env, wrapper) {
  const args = ['test', '--config=e2e/playwright.config.ts', `--project=${project}`, '--reporter=list,json']
  const run = (file) => runTool(root, 'playwright', args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }, wrapper)
  return playwrightCounts(...runReporting(root, project, run))
}

const e2e = (root) => playwright(root, 'web', { CHROMIUM_PATH: ensureChromium(root) })

/** The same specs in the desktop app, on a display of its own where there is none. */
function electron(root) {
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!hasDisplay && !onPath('xvfb-run')) throw new Error('the desktop tests need a display or xvfb-run')
  return playwright(root, 'electron', {}, hasDisplay ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'])
}

export const STEPS = { types, lint, unit, e2e, electron }
