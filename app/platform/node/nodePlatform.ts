import { createHash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { EngineError } from '../../../core/errors.ts'
import { memoryScratch } from '../../../core/scratch/memoryScratch.ts'
import type { FetchLike } from '../http/fetchLike.ts'
import { openHttpSource } from '../http/httpSource.ts'
import { listedFiles } from '../listedFiles.ts'
import type { Platform } from '../platform.ts'
import { openSample } from '../samples.ts'
import { fileScratch } from './fileScratch.ts'
import { openFileSource } from './fileSource.ts'
import { listFolder, listGlob } from './listFolder.ts'
import { openSslHasher } from './openSslHasher.ts'
import { nodeOutputs } from './output/nodeOutputs.ts'
import { spawnPoolThread } from './poolThread.ts'
import { scratchBudget, scratchFolder } from './scratchFolder.ts'

/** Reads that wait at once share a signal, and each listens to it; Node's warning is about tens of listeners. */
setMaxListeners(1000)

const MEMORY_SCRATCH_BYTES = 64 * 1024 ** 2

export interface NodePlatformOptions {
  /** Folder of the built `.wasm` files. */
  wasmDir: string
  /** The built pool worker; null: tasks run in the caller's thread. */
  poolWorkerFile: string | null
  /** Where scratch goes; default: this user's caches, as the environment says. Null: memory, for tests. */
  scratchDir?: string | null
}

/** Files, threads and WASM of Node: the CLI, the Electron engine and their workers. */
export function nodePlatform({ wasmDir, poolWorkerFile, scratchDir }: NodePlatformOptions): Platform {
  const folder = scratchDir === undefined ? scratchFolder(process.env, process.platform) : scratchDir
  const scratch =
    folder === null
      ? memoryScratch(MEMORY_SCRATCH_BYTES, poolWorkerFile === null)
      : fileScratch(folder, scratchBudget(process.env))
  return {
    ...nodeOutputs(folder),
    scratch: () => scratch,
    openSource(ref, signal) {
      switch (ref.kind) {
        case 'path':
          return openFileSource(ref.path)
        case 'url':
          return openHttpSource(ref.url, ref.name, { get: fetch as unknown as FetchLike, isBrowser: false }, signal)
        case 'sample':
          return openSample(ref.name)
        case 'file':
          throw new EngineError('argument/invalid', `'${ref.name}' has no path on disk; save it first, then open it`)
        case 'glob':
        case 'folder':
        case 'files':
          throw new EngineError('argument/invalid', `a ${ref.kind} is no single file`)
      }
    },
    async listFolder(ref, signal) {
      if (ref.kind === 'path') return listFolder(ref.path, signal)
      if (ref.kind === 'glob') return listGlob(ref.pattern, signal)
      if (ref.kind === 'files') return listedFiles(ref)
      if (ref.kind !== 'folder') return null
      throw new EngineError('argument/invalid', `'${ref.name}' has no path on disk`)
    },
    spawnWorker: () => (poolWorkerFile === null ? null : spawnPoolThread(poolWorkerFile, wasmDir)),
    async loadWasm(name) {
      const bytes = await readFile(join(wasmDir, name === 'parquet' ? 'parquet_wasm_bg.wasm' : `${name}.wasm`))
      return WebAssembly.compile(bytes)
    },
    async createSha256() {
      const hash = createHash('sha256')
      return {
        update: (bytes) => void hash.update(bytes),
        digest: () => hash.digest('hex'),
      }
    },
    longHasher: openSslHasher,
    now: () => performance.now(),
  }
}
