import { createHash } from 'node:crypto'
import { EngineError } from '../../core/errors.ts'
import { parseGlob } from '../../core/formats/folder/glob.ts'
import { sortNaturally } from '../../core/formats/folder/naturalOrder.ts'
import { memorySource } from '../../core/io/memorySource.ts'
import { memoryScratch } from '../../core/scratch/memoryScratch.ts'
import { listedFiles } from '../platform/listedFiles.ts'
import type { ListedSource, OpenedSource, Platform, PoolWorker } from '../platform/platform.ts'
import { openSample } from '../platform/samples.ts'
import { memoryOutput, memoryTargetExists } from './memoryOutput.ts'

/** A platform of the tests: files are byte arrays, outputs are remembered, handles are counted. */
export interface MemoryPlatform extends Platform {
  files: Map<string, Uint8Array>
  scratch(): ReturnType<typeof memoryScratch>
  /** Sources open right now: 0 after everything was closed. */
  openSources(): number
  /** Wraps every source opened from now on, to make it slow, short or failing. */
  wrapSource(wrap: (opened: OpenedSource) => OpenedSource): void
  /** Outputs started and neither committed nor aborted. */
  openOutputs(): number
}

export function memoryPlatform(spawn: () => PoolWorker | null = () => null): MemoryPlatform {
  const files = new Map<string, Uint8Array>()
  let sources = 0
  let outputs = 0
  const scratch = memoryScratch(1024 ** 3, true)
  let wrap = (opened: OpenedSource) => opened
  return {
    files,
    scratch: () => scratch,
    openSources: () => sources,
    openOutputs: () => outputs,
    wrapSource: (next) => {
      wrap = next
    },
    async openSource(ref) {
      if (ref.kind === 'sample') return openSample(ref.name)
      if (ref.kind !== 'path') throw new EngineError('argument/invalid', `no ${ref.kind} here`)
      const bytes = files.get(ref.path)
      if (!bytes) throw new EngineError('source/not-found', `no such file: ${ref.path}`, { path: ref.path })
      sources++
      return wrap({
        source: memorySource(bytes),
        name: ref.path.split('/').pop() ?? ref.path,
        path: ref.path,
        identity: JSON.stringify([ref.path, createHash('sha1').update(bytes).digest('hex')]),
        close: async () => {
          sources--
        },
      })
    },
    async listFolder(ref) {
      if (ref.kind === 'files') return listedFiles(ref)
      const matches = ref.kind === 'glob' ? parseGlob(ref.pattern) : null
      if (ref.kind !== 'path' && !matches) return null
      const root = matches ? matches.base : (ref as { path: string }).path
      if (files.has(root)) return null
      const below = [...files].filter(([path]) => path.startsWith(`${root}/`))
      if (below.length === 0 && !matches) return null
      const listed = below.map(([path, { length }]): ListedSource => {
        return { path: path.slice(root.length + 1), bytes: length, source: { kind: 'path', path } }
      })
      return {
        name: root.split('/').pop() ?? root,
        path: root,
        files: sortNaturally(
          listed.filter(({ path }) => !matches || matches.matches(path)),
          ({ path }) => path,
        ),
        linksLeftOut: 0,
        unreadableFolders: [],
        isPattern: matches !== null,
      }
    },
    async openOutput(ref, options) {
      if (ref.kind !== 'path') throw new EngineError('argument/invalid', `no ${ref.kind} here`)
      const output = await memoryOutput(files, ref.path, options, () => {
        outputs--
      })
      outputs++
      return output
    },
    async targetExists(ref, folder) {
      if (ref.kind !== 'path') throw new EngineError('argument/invalid', `no ${ref.kind} here`)
      return memoryTargetExists(files, ref.path, folder)
    },
    mendOutputs: async () => {},
    spawnWorker: spawn,
    loadWasm: () => Promise.reject(new Error('the tests run the scalar kernels')),
    async createSha256() {
      const hash = createHash('sha256')
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') }
    },
    longHasher: () => null,
    now: () => performance.now(),
  }
}
