import parquetUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import { EngineError } from '../../../core/errors.ts'
import { Sha256Hasher } from '../../../core/hashing/sha256.ts'
import { openBlobSource } from '../blobSource.ts'
import type { FetchLike } from '../http/fetchLike.ts'
import { openHttpSource } from '../http/httpSource.ts'
import { listedFiles } from '../listedFiles.ts'
import type { Platform, PoolWorker, WasmName } from '../platform.ts'
import { openSample } from '../samples.ts'
import { listHandle } from './listHandle.ts'
import { opfsScratch } from './opfsScratch.ts'
import { privateFiles } from './output/privateFiles.ts'
import { webOutputs } from './output/webOutputs.ts'

/** Our own modules as built, by path. */
const builtUrls = import.meta.glob<string>('../../../build/wasm/*.wasm', {
  query: '?url',
  import: 'default',
  eager: true,
})

function wasmUrl(name: WasmName): string {
  const url = name === 'parquet' ? parquetUrl : builtUrls[`../../../build/wasm/${name}.wasm`]
  if (url) return url
  throw new EngineError('internal', `the build has no WASM module ${name}`)
}

/**
 * Files, workers and WASM of the browser: the engine's worker and the pool workers nested in it.
 * @param spawnWorker starts a pool worker; null in a pool worker itself, which needs none
 */
export function webPlatform(spawnWorker: (() => PoolWorker) | null): Platform {
  const scratch = opfsScratch()
  return {
    ...webOutputs(privateFiles),
    scratch: () => scratch,
    async openSource(ref, signal) {
      switch (ref.kind) {
        case 'file':
          return openBlobSource(ref.file, ref.name)
        case 'url':
          return openHttpSource(ref.url, ref.name, { get: fetch as unknown as FetchLike, isBrowser: true }, signal)
        case 'sample':
          return openSample(ref.name)
        case 'path':
          throw new EngineError('argument/invalid', `a browser cannot open paths; choose or drop the file: ${ref.path}`)
        case 'glob':
        case 'folder':
        case 'files':
          throw new EngineError('argument/invalid', `a ${ref.kind} is no single file`)
      }
    },
    async listFolder(ref, signal) {
      if (ref.kind === 'folder') return listHandle(ref.handle as FileSystemDirectoryHandle, signal)
      return ref.kind === 'files' ? listedFiles(ref) : null
    },
    spawnWorker: () => spawnWorker?.() ?? null,
    loadWasm: (name) => WebAssembly.compileStreaming(fetch(wasmUrl(name))),
    async createSha256() {
      const hasher = new Sha256Hasher()
      return { update: (bytes) => hasher.update(bytes), digest: () => hasher.digest() }
    },
    longHasher: () => null, // the browser's own answers through promises, which costs more than a key
    now: () => performance.now(),
  }
}
