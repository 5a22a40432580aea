import { fingerprint, isFresh } from './fingerprint.mjs'

/** Written when a build is complete. */
export const BUILD_STAMP = 'dist/build.stamp'

const SOURCES = [
  'app',
  'core',
  'electron',
  'renderer',
  'wasm',
  'scripts/build.mjs',
  'scripts/build',
  'vite.config.ts',
  'asconfig.json',
  'package.json',
  'package-lock.json',
]

/** The state of everything the build reads. */
export const buildState = (root) => fingerprint(root, SOURCES)

/** True where dist/ was built from the sources as they are now. */
export const buildIsFresh = (root) => isFresh(root, BUILD_STAMP, SOURCES)
