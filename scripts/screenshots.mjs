#!/usr/bin/env node
// npm run screenshots: pictures of every view in build/screenshots/, and the README's in docs/screenshot.png.
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './check/chromium.mjs'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
ensureDependencies(root)
ensureBuild(root)
const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--config=e2e/playwright.config.ts']
const { status } = spawnSync(process.execPath, [...playwright, '--project=screenshots'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHROMIUM_PATH: ensureChromium(root) },
})
process.exit(status ?? 1)
