import { usualExportOptions } from '../../core/export/exportOptions.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { DEFAULT_PLAN_OPTIONS } from '../../core/packing/plan/packOptions.ts'
import { createEngine, type Engine } from '../engine/createEngine.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import type { JobResult, JobSnapshot, JobSpec } from '../protocol/jobs.ts'
import type { PackOptions, PadOptions } from '../protocol/packing.ts'
import { type MemoryPlatform, memoryPlatform } from './memoryPlatform.ts'

export const PACK: PackOptions = {
  ...DEFAULT_PLAN_OPTIONS,
  strategy: 'multipack',
  sequenceLen: 10,
  column: null,
  padTokenId: 0,
  eosTokenId: 2,
  labelPadId: -100,
  collator: 'v2',
  padToMultipleOf: null,
}

export const PAD: PadOptions = {
  column: null,
  batchSize: 2,
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
  shuffleSeed: 42,
  padTokenId: 0,
  labelPadId: -100,
}

/** An Arrow file of all columns. */
export const EXPORT = {
  kind: 'export',
  options: usualExportOptions('arrow'),
  columns: null,
  overwrite: true,
  manifest: false,
} as const

/** An engine of its own, with one JSONL file open. */
export interface EngineOnRows {
  engine: Engine
  platform: MemoryPlatform
  datasetId: string
  /** The end of a job, however it ended. */
  endOf(jobId: string): Promise<JobSnapshot>
  /** @throws what the job failed with */
  resultOf(jobId: string): Promise<JobResult>
  run<K extends JobSpec['kind']>(spec: Extract<JobSpec, { kind: K }>): Promise<Extract<JobResult, { kind: K }>>
  pack(datasetId: string, change?: Partial<PackOptions>): Promise<Extract<JobResult, { kind: 'pack' }>>
  /** What an export of a dataset writes. */
  exported(datasetId: string): Promise<Uint8Array>
}

/** @param rows one a line; a string is a line as it is */
export async function engineOnRows(
  rows: readonly unknown[],
  withKernels: Kernels = scalarKernels,
): Promise<EngineOnRows> {
  const platform = memoryPlatform()
  const kernels = Promise.resolve(withKernels)
  const parquet = () => Promise.reject(new Error('no Parquet in this suite'))
  const pool = createPool(platform, createPoolTasks({ platform, kernels, parquet }), 1)
  const engine = createEngine({ kernels, platform, pool })
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)))
  platform.files.set('/a.jsonl', new TextEncoder().encode(lines.join('\n')))
  const { dataset } = await engine.api.open({ source: { kind: 'path', path: '/a.jsonl' }, format: null })

  async function endOf(jobId: string): Promise<JobSnapshot> {
    for await (const event of engine.api.watch({})) {
      if (event.kind === 'job' && event.job.jobId === jobId && event.job.state !== 'running') return event.job
    }
    throw new Error('the watch ended')
  }
  async function resultOf(jobId: string): Promise<JobResult> {
    const { result, error } = await endOf(jobId)
    if (!result) throw error
    return result
  }
  const opened: EngineOnRows = {
    engine,
    platform,
    datasetId: dataset.datasetId,
    endOf,
    resultOf,
    async run(spec) {
      const { jobId } = await engine.api.startJob(spec)
      const result = await resultOf(jobId)
      if (result.kind !== spec.kind) throw new Error(`a ${result.kind} came of it`)
      return result as never
    },
    pack: (datasetId, change) => opened.run({ kind: 'pack', datasetId, options: { ...PACK, ...change } }),
    async exported(datasetId) {
      const sink = { kind: 'path', path: '/out.arrow' } as const
      await opened.run({ ...EXPORT, datasetId, sink })
      return platform.files.get(sink.path) as Uint8Array
    },
  }
  return opened
}
