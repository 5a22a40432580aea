import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type EnvironmentOptions } from 'vite'
import { wasmFiles } from './scripts/build/wasm.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The oldest shell supported is Electron 25: Chromium 114, Node 18.15. */
const OLDEST_CHROMIUM = 'chrome114'
const OLDEST_ELECTRON_NODE = 'node18'
const OLDEST_NODE = 'node20'

interface Host {
  outDir: string
  entries: Record<string, string>
  format: 'cjs' | 'es'
  target: string
  chunkDir?: string
}

/** Code that runs outside a page. Everything is bundled: the built app needs no node_modules. */
function host({ outDir, entries, format, target, chunkDir = '' }: Host): EnvironmentOptions {
  const extension = format === 'cjs' ? 'cjs' : 'js'
  return {
    consumer: 'server',
    // Without the `node` condition apache-arrow resolves to the build the page has, not to one with Node streams.
    resolve: { noExternal: true, external: [], conditions: ['module', 'import', 'default'] },
    build: {
      outDir: at(outDir),
      emptyOutDir: false,
      copyPublicDir: false,
      target,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, at(path)])),
        external: ['electron', ...builtinModules, /^node:/],
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `${chunkDir}[name]-[hash].${extension}`,
        },
      },
    },
  }
}

const WASM_FILES = [...wasmFiles(at('.')), 'node_modules/parquet-wasm/esm/parquet_wasm_bg.wasm']

export default defineConfig({
  root: at('renderer'),
  base: './',
  publicDir: false,
  plugins: [react()],
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['parquet-wasm'] },
  server: {
    fs: { allow: [at('.')] },
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
  build: {
    outDir: at('dist/renderer'),
    emptyOutDir: true,
    target: OLDEST_CHROMIUM,
    cssTarget: OLDEST_CHROMIUM,
    sourcemap: true,
    // The content security policy admits no data: URLs for scripts, fonts and WASM.
    assetsInlineLimit: 0,
    // The page's code is read from the disk, once; splitting it would only add requests.
    chunkSizeWarningLimit: 800,
    modulePreload: { polyfill: false },
  },
  environments: {
    electron: host({
      outDir: 'dist/electron',
      entries: {
        main: 'electron/main/main.ts',
        engine: 'electron/engine.ts',
        poolWorker: 'app/hosts/nodePoolWorker.ts',
      },
      format: 'cjs',
      target: OLDEST_ELECTRON_NODE,
    }),
    // Alone, because a sandboxed preload cannot require a chunk.
    preload: host({
      outDir: 'dist/electron',
      entries: { preload: 'electron/preload/preload.ts' },
      format: 'cjs',
      target: OLDEST_ELECTRON_NODE,
    }),
    node: host({
      outDir: 'dist',
      entries: {
        cli: 'app/cli/main.ts',
        poolWorker: 'app/hosts/nodePoolWorker.ts',
        packscope: 'app/hosts/library.ts',
      },
      format: 'es',
      target: OLDEST_NODE,
      chunkDir: 'chunks/',
    }),
  },
  builder: {
    async buildApp(builder) {
      for (const stale of ['dist/electron', 'dist/chunks', 'dist/wasm'])
        rmSync(at(stale), { recursive: true, force: true })
      mkdirSync(at('dist/wasm'), { recursive: true })
      for (const file of WASM_FILES) copyFileSync(at(file), at(`dist/wasm/${file.split('/').at(-1)}`))
      for (const name of ['node', 'electron', 'preload', 'client']) {
        const environment = builder.environments[name]
        if (!environment) throw new Error(`no environment ${name}`)
        await builder.build(environment)
      }
    },
  },
})
