import * as os from 'node:os'
import { join } from 'node:path'
import type { Runtime } from '../engine/runtime.ts'
import { nodePlatform } from '../platform/node/nodePlatform.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import { batchWorkers } from './batchWorkers.ts'
import { chooseKernels } from './kernels.ts'
import { parquetLoader } from './parquetLoader.ts'

export interface NodeBuild {
  /** The build's folder, which holds `wasm/`. */
  distDir: string
  /** The built pool worker in the module format of this process. */
  poolWorkerFile: string
}

/** Kernels, files and workers of a Node process. */
export function createNodeRuntime({ distDir, poolWorkerFile }: NodeBuild): Runtime {
  const platform = nodePlatform({ wasmDir: join(distDir, 'wasm'), poolWorkerFile })
  const kernels = chooseKernels(platform)
  const local = createPoolTasks({ platform, kernels, parquet: parquetLoader(platform) })
  const cores = os.availableParallelism?.() ?? os.cpus().length // since Node 18.14
  return { kernels, platform, pool: createPool(platform, local, batchWorkers(cores)) }
}
