import { webPlatform } from '../platform/web/webPlatform.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import { type PoolApi, poolMethods } from '../pool/tasks.ts'
import { type DomPortLike, domPortChannel } from '../rpc/channels.ts'
import { serve } from '../rpc/serve.ts'
import { chooseKernels } from './kernels.ts'
import { parquetLoader } from './parquetLoader.ts'

const platform = webPlatform(null)
const tasks = createPoolTasks({ platform, kernels: chooseKernels(platform), parquet: parquetLoader(platform) })
serve<PoolApi>(tasks, poolMethods, domPortChannel(globalThis as unknown as DomPortLike))
