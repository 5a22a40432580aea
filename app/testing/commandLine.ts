import type { Kernels } from '../../core/kernels/kernels.ts'
import { run } from '../cli/run.ts'
import { openStandardInput } from '../cli/standardInput.ts'
import { nodePlatform } from '../platform/node/nodePlatform.ts'
import type { TaskRuntime } from '../pool/openRecipe.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'

export interface CommandLine {
  kernels: Kernels
  parquet?: TaskRuntime['parquet']
  /** Ctrl+C. */
  signal?: AbortSignal
  /** What a person at the terminal answers; absent: nobody is there. */
  answer?: string
  /** Something piped in, kept in this folder while it is read. */
  piped?: { bytes: AsyncIterable<Uint8Array>; folder: string }
}

/** Runs one command line in this process and thread, with real files. */
export async function runCommand(words: string[], { kernels, parquet, piped, answer, signal }: CommandLine) {
  let out = ''
  let err = ''
  const code = await run({
    words,
    version: '1.2.3',
    output: {
      out: async (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
      isTerminal: false,
    },
    signal: signal ?? new AbortController().signal,
    open: () => Promise.reject(new Error('no window in this test')),
    openInput: async () =>
      piped ? openStandardInput(piped.bytes, { folder: piped.folder, budgetBytes: 10_000_000 }) : null,
    ask:
      answer === undefined
        ? null
        : async (question) => {
            err += question
            return answer
          },
    makeRuntime: () => {
      const platform = nodePlatform({ wasmDir: '', poolWorkerFile: null, scratchDir: null })
      const tasks = createPoolTasks({ platform, kernels: Promise.resolve(kernels), ...(parquet ? { parquet } : {}) })
      return { kernels: Promise.resolve(kernels), platform, pool: createPool(platform, tasks, 1) }
    },
  })
  return { code, out, err, json: () => JSON.parse(out) as unknown }
}
