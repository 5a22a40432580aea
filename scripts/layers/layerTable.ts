/**
 * What the files below a folder may import. `a/` is a folder with all below it, `a/*` only the files in it, `a/web` what
 * starts so; packages may end in `*`.
 */
export interface Layer {
  /** A folder (`core/`), or the start of file names (`app/hosts/web`). */
  at: string
  files: readonly string[]
  /** Files of which only types may be imported. */
  types?: readonly string[]
  /** Files that may only be imported as the URL of a worker. */
  workers?: readonly string[]
  packages?: readonly string[]
}

const ENGINE = [
  'core/',
  'app/protocol/',
  'app/rpc/',
  'app/engine/',
  'app/jobs/',
  'app/pool/',
  'app/platform/platform.ts',
]
/** Hosts' parts that know no environment. */
const ANY_HOST = ['app/hosts/batchWorkers.ts', 'app/hosts/kernels.ts', 'app/hosts/parquetLoader.ts']
const NODE = ['node:*']
const ARROW = ['apache-arrow', 'apache-arrow/*']

/**
 * The layer table of docs/architecture.md. The first entry whose `at` begins a file's path holds for that file; a file
 * that no entry holds for is a violation itself.
 */
export const LAYERS: readonly Layer[] = [
  { at: 'core/', files: ['core/'], packages: ARROW },
  { at: 'wasm/bindings/', files: ['wasm/bindings/', 'core/errors.ts'], types: ['core/kernels/', 'core/compression/'] },
  { at: 'wasm/assembly/', files: ['wasm/assembly/'] },

  { at: 'app/protocol/', files: ['app/protocol/'], types: ['core/'] },
  { at: 'app/rpc/', files: ['app/rpc/', 'app/protocol/', 'core/errors.ts', 'core/abort.ts'] },
  { at: 'app/engine/', files: ENGINE, packages: ARROW },
  { at: 'app/jobs/', files: ENGINE, packages: ARROW },
  { at: 'app/pool/', files: ENGINE, packages: ARROW },

  {
    at: 'app/platform/node/',
    files: [...ENGINE, 'app/platform/node/', 'app/platform/http/', 'app/platform/*'],
    packages: NODE,
  },
  {
    at: 'app/platform/web/',
    files: [...ENGINE, 'app/platform/web/', 'app/platform/http/', 'app/platform/*', 'build/wasm/'],
    workers: ['app/hosts/webPoolWorker.ts'],
    packages: ['parquet-wasm/*'],
  },
  // Beside `node/` and `web/`: what both use.
  { at: 'app/platform/', files: [...ENGINE, 'app/platform/samples/', 'app/platform/http/', 'app/platform/*'] },

  { at: 'app/serving/', files: ['app/serving/'], packages: NODE },
  {
    at: 'app/hosts/web',
    files: [...ENGINE, 'app/hosts/web', ...ANY_HOST, 'app/platform/web/', 'wasm/bindings/'],
    packages: ['parquet-wasm/*'],
  },
  {
    at: 'app/hosts/node',
    files: [...ENGINE, 'app/hosts/node', ...ANY_HOST, 'app/platform/node/', 'wasm/bindings/'],
    packages: [...NODE, 'parquet-wasm/*'],
  },
  {
    at: 'app/hosts/library.ts',
    files: [...ENGINE, 'app/hosts/node', 'app/platform/node/', 'wasm/bindings/'],
    packages: [...NODE, ...ARROW],
  },
  { at: 'app/hosts/', files: [...ENGINE, ...ANY_HOST, 'wasm/bindings/'], packages: ['parquet-wasm/*'] },
  {
    at: 'app/cli/',
    files: [...ENGINE, 'app/cli/', 'app/serving/', 'app/platform/node/', 'app/hosts/node', 'package.json'],
    packages: NODE,
  },

  {
    at: 'renderer/',
    files: [
      'renderer/',
      'app/protocol/',
      'app/rpc/',
      'core/errors.ts',
      'core/packing/plan/packOptions.ts',
      'core/packing/plan/segmentFlags.ts',
      'core/dedup/near/nearLimits.ts',
      'core/dedup/near/optimalBands.ts',
      'core/export/exportNames.ts',
      'core/export/byteSize.ts',
      'core/export/exportOptions.ts',
    ],
    types: ['core/'],
    workers: ['app/hosts/webEngine.ts'],
    packages: [
      'react',
      'react/*',
      'react-dom',
      'react-dom/*',
      '@base-ui/react',
      '@base-ui/react/*',
      'zustand',
      'zustand/*',
    ],
  },

  {
    at: 'electron/main/',
    files: ['electron/main/', 'app/serving/'],
    types: ['app/protocol/'],
    packages: ['electron', ...NODE],
  },
  {
    at: 'electron/preload/',
    files: ['electron/preload/', 'electron/main/ipc.ts'],
    types: ['renderer/engine/desktopBridge.ts'],
    packages: ['electron'],
  },
  { at: 'electron/engine.ts', files: ['app/hosts/nodeEngine.ts', 'app/rpc/'], packages: NODE },
]

/** What tests may import besides what their own layer may. */
export const TEST_PACKAGES: readonly string[] = [
  ...NODE,
  'vitest',
  'fast-check',
  'papaparse',
  ...ARROW,
  'parquet-wasm/*',
]

/** Layers whose tests stay below them: nothing of the app reaches down into these, not even in a test. */
export const CLOSED_TO_APP: readonly string[] = ['core/', 'wasm/']
