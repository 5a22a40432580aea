import { defineConfig } from '@playwright/test'
import type { SurfaceOptions } from './fixtures/app.ts'

/** The same specs run in both, plus what only a desktop has and what one look at the page settles; screenshots are made on request (`npm run screenshots`). */
export default defineConfig<SurfaceOptions>({
  outputDir: '../build/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A window that a busy machine never shows is started once more; a test that fails twice fails.
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  projects: [
    { name: 'web', testMatch: ['specs/**', 'web/**'], use: { surface: 'web' } },
    { name: 'electron', testMatch: ['specs/**', 'desktop/**'], use: { surface: 'electron' } },
    { name: 'screenshots', testMatch: 'screenshots/**', use: { surface: 'web' } },
  ],
})
