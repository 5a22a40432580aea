import { createEngine } from '../engine/createEngine.ts'
import { spawnWebPoolWorker } from '../platform/web/poolWorker.ts'
import { webPlatform } from '../platform/web/webPlatform.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import { type EngineApi, engineMethods } from '../protocol/engine.ts'
import { type DomPortLike, domPortChannel } from '../rpc/channels.ts'
import { serve } from '../rpc/serve.ts'
import { batchWorkers } from './batchWorkers.ts'
import { chooseKernels } from './kernels.ts'
import { parquetLoader } from './parquetLoader.ts'

const platform = webPlatform(spawnWebPoolWorker)
void platform.mendOutputs()
const kernels = chooseKernels(platform)
const local = createPoolTasks({ platform, kernels, parquet: parquetLoader(platform) })
const pool = createPool(platform, local, batchWorkers(navigator.hardwareConcurrency))
const engine = createEngine({ kernels, platform, pool })
serve<EngineApi>(engine.api, engineMethods, domPortChannel(globalThis as unknown as DomPortLike))
