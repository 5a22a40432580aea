import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{core,app,wasm,renderer,electron,scripts}/**/*.test.{ts,tsx}'],
    // The WASM modules are tested as built.
    globalSetup: ['scripts/build/wasm.mjs'],
    pool: 'threads',
    maxWorkers: 2,
    // No test asserts a time; a busy machine may take its own.
    testTimeout: 30_000,
  },
})
