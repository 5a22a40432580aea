import { defineConfig } from '@playwright/test'
import type { SurfaceOptions } from './fixtures/app.ts'

/** The same specs run in both; screenshots are made on request (`npm run screenshots`). */
export default defineConfig<SurfaceOptions>({
  outputDir: '../build/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  projects: [
    { name: 'web', testDir: 'specs', use: { surface: 'web' } },
    { name: 'electron', testDir: 'specs', use: { surface: 'electron' } },
    { name: 'screenshots', testDir: 'screenshots', use: { surface: 'web' } },
  ],
})
