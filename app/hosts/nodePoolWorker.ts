import { parentPort, workerData } from 'node:worker_threads'
import { nodePlatform } from '../platform/node/nodePlatform.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import { type PoolApi, poolMethods } from '../pool/tasks.ts'
import { nodePortChannel } from '../rpc/channels.ts'
import { serve } from '../rpc/serve.ts'
import { chooseKernels } from './kernels.ts'
import { parquetLoader } from './parquetLoader.ts'

if (!parentPort) throw new Error('this file is the entry of a worker thread')
const { wasmDir } = workerData as { wasmDir: string }
const platform = nodePlatform({ wasmDir, poolWorkerFile: null })
const tasks = createPoolTasks({ platform, kernels: chooseKernels(platform), parquet: parquetLoader(platform) })
serve<PoolApi>(tasks, poolMethods, nodePortChannel(parentPort))
