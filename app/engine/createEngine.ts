import { throwIfAborted, withAbort } from '../../core/abort.ts'
import { abortError, EngineError } from '../../core/errors.ts'
import { planExport } from '../jobs/export/planExport.ts'
import type { JobContext } from '../jobs/job.ts'
import { statsJob } from '../jobs/statsJob.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { EngineApi } from '../protocol/engine.ts'
import type { JobSpec } from '../protocol/jobs.ts'
import type { PackSummary } from '../protocol/packing.ts'
import { dedupEntry } from './dedup/dedupEntry.ts'
import type { HashingJob } from './dedup/digestEntry.ts'
import { listGroups, readTexts } from './dedup/duplicateGroups.ts'
import { hashRows, writeHashFile } from './dedup/hashJobs.ts'
import { listKnown, readKnown } from './dedup/knownRows.ts'
import type { Entry } from './entry.ts'
import { exportEntry, splitsOf } from './exportEntry.ts'
import { startIndexing } from './indexing.ts'
import { JobRunner } from './jobRunner.ts'
import { openEntry } from './openEntry.ts'
import { readPage } from './pages.ts'
import { provenanceOf } from './provenance/contents.ts'
import { lineageOf } from './provenance/lineageOf.ts'
import { readCellPart, readRowDetail } from './rowDetail.ts'
import type { LongWork, Runtime } from './runtime.ts'
import { searchRows } from './search/searchRows.ts'
import { listDifferences, listShards } from './shardList.ts'
import { countTrainedKept } from './views/packAccount.ts'
import { readPackDetail } from './views/packDetail.ts'
import { readFill, readPackPage } from './views/packPages.ts'
import { packEntry } from './views/packView.ts'
import { countPadAccount, openPadded, openPadLine, padSummaryOf, readPadPage } from './views/padView.ts'
import { compareOn, curveOf } from './views/planning.ts'
import { openLine } from './views/selectedView.ts'
import { WatchHub } from './watchHub.ts'

/** Rows and columns of the page that comes with `open`. */
const FIRST_PAGE_ROWS = 100
const FIRST_PAGE_COLUMNS = 32
const FIRST_PAGE_CELL_BYTES = 256

export interface Engine {
  api: EngineApi
  /** Cancels every job and lets go of every file. */
  close(): Promise<void>
}

/** The engine: what is open, what runs, and how both are asked for. The same in every environment. */
export function createEngine(runtime: Runtime): Engine {
  const entries = new Map<string, Entry>()
  const hub = new WatchHub()
  const jobs = new JobRunner(runtime.platform, runtime.pool, hub, (datasetId) => {
    const entry = entries.get(datasetId)
    if (entry) publishIssues(entry) // a job reads rows, and finds what is wrong with them
  })
  let nextId = 1

  const entryOf = (datasetId: string): Entry => {
    const entry = entries.get(datasetId)
    if (!entry) throw new EngineError('argument/invalid', `dataset ${datasetId} is not open`)
    return entry
  }
  const publish = (entry: Entry, change: Partial<DatasetInfo>) => {
    entry.info = { ...entry.info, ...change, issueCount: entry.issues.count }
    if (entries.has(entry.info.datasetId)) hub.send({ kind: 'dataset', dataset: entry.info })
  }
  const publishIssues = (entry: Entry) => {
    if (entry.info.issueCount !== entry.issues.count) publish(entry, {})
  }

  const hashing = (context: JobContext): HashingJob => ({ ...context, kernels: runtime.kernels })

  /** Completes the account of a packed view behind it: the packs are on screen meanwhile. */
  function startAccount(view: Entry, summary: PackSummary): string | null {
    const { packing, info, lifetime } = view
    if (!packing || summary.trainedTokens !== null) return null
    const { jobId } = jobs.start('account', info.datasetId, lifetime.signal, async (context) => {
      const pack = await countTrainedKept(packing, summary, context)
      publish(view, { pack })
      return { kind: 'account', datasetId: info.datasetId, summary: pack }
    })
    return jobId
  }

  /** Opens a view made of `datasetId`, unless that was closed meanwhile. */
  function addView(datasetId: string, view: Entry): DatasetInfo {
    if (!entries.has(datasetId)) throw abortError()
    entries.set(view.info.datasetId, view)
    publish(view, {})
    return view.info
  }

  /** What takes long while a dataset is opened is a job, so that the window shows how far it is. */
  function longWorkOf(datasetId: string, opening: AbortSignal | undefined): LongWork {
    return async <T>(work: Parameters<LongWork>[0]) => {
      const lifetime = opening ?? new AbortController().signal
      let done: T | undefined
      const { ended } = jobs.start('decompress', datasetId, lifetime, async ({ signal, report }) => {
        done = (await work(signal, (progress) => report('Decompressing', progress))) as T
        return { kind: 'decompress' }
      })
      await ended
      return done as T
    }
  }

  function startJob(spec: JobSpec): { jobId: string } {
    const entry = entryOf(spec.datasetId)
    if (spec.kind === 'pack') {
      return jobs.start('pack', spec.datasetId, entry.lifetime.signal, async (context) => {
        const view = await packEntry(entry, `dataset-${nextId++}`, spec.options, jobs, context)
        throwIfAborted(context.signal)
        const { datasetId, pack } = addView(spec.datasetId, view)
        const summary = pack as PackSummary
        return { kind: 'pack', datasetId, summary, accountJobId: startAccount(view, summary) }
      })
    }
    if (spec.kind === 'stats') {
      return jobs.start('stats', spec.datasetId, entry.lifetime.signal, async (context) => {
        context.report('Waiting for the index', null)
        await withAbort(entry.indexed, context.signal)
        return statsJob(await entry.bulk(context.signal), spec.columns, context)
      })
    }
    if (spec.kind === 'hashes') {
      return jobs.start('hashes', spec.datasetId, entry.lifetime.signal, (context) =>
        writeHashFile(entry, spec, hashing(context)),
      )
    }
    if (spec.kind === 'dedup') {
      return jobs.start('dedup', spec.datasetId, entry.lifetime.signal, async (context) => {
        const viewIds: [string, string] = [`dataset-${nextId++}`, `dataset-${nextId++}`]
        const outside = { runtime, entryOf, nextId: () => `dataset-${nextId++}` }
        const { kept, removed, summary } = await dedupEntry(entry, spec.spec, viewIds, outside, hashing(context))
        const { datasetId } = addView(spec.datasetId, kept)
        addView(datasetId, removed)
        return { kind: 'dedup', datasetId, duplicatesId: removed.info.datasetId, summary }
      })
    }
    const parts = splitsOf(spec).map(({ split, datasetId }) => ({ split, entry: entryOf(datasetId) }))
    return jobs.start('export', spec.datasetId, entry.lifetime.signal, (context) =>
      exportEntry(parts, spec, context, runtime),
    )
  }

  async function close(datasetId: string): Promise<void> {
    const entry = entries.get(datasetId)
    if (!entry) return
    for (const view of [...entries.values()]) if (view.info.parentId === datasetId) await close(view.info.datasetId)
    entries.delete(datasetId)
    entry.lifetime.abort()
    hub.send({ kind: 'closed', datasetId })
    const keys = Array.from({ length: entry.info.schemaVersion }, (_, version) => `${datasetId}:${version + 1}`)
    if (entry.recipe) runtime.pool.release(keys)
    await entry.opened?.close()
  }

  const api: EngineApi = {
    async open({ source, format, options }, signal) {
      const datasetId = `dataset-${nextId++}`
      const entry = await openEntry(runtime, datasetId, source, format, signal, longWorkOf(datasetId, signal), options)
      entries.set(datasetId, entry)
      try {
        const firstPage = await readPage(
          entry,
          {
            rowStart: 0,
            rowEnd: FIRST_PAGE_ROWS,
            columns: entry.info.columns.slice(0, FIRST_PAGE_COLUMNS).map((column) => column.name),
            maxCellBytes: FIRST_PAGE_CELL_BYTES,
          },
          signal,
        )
        publish(entry, { extent: { ...entry.dataset.extent } })
        startIndexing(entry, jobs, publish)
        return { dataset: entry.info, firstPage }
      } catch (error) {
        await close(datasetId)
        throw error
      }
    },
    close: ({ datasetId }) => close(datasetId),
    async readRows(params, signal) {
      const entry = entryOf(params.datasetId)
      const page = await readPage(entry, params, signal)
      publishIssues(entry)
      return page
    },
    async readRow({ datasetId, row, maxBytes }, signal) {
      const entry = entryOf(datasetId)
      const detail = await readRowDetail(entry, row, maxBytes, signal)
      publishIssues(entry)
      return detail
    },
    readCell: async (params, signal) => readCellPart(entryOf(params.datasetId), params, signal),
    listShards: async ({ datasetId, start, end }) => listShards(entryOf(datasetId), start, end),
    listDifferences: async ({ datasetId }) => listDifferences(entryOf(datasetId)),
    listIssues: async ({ datasetId, start, end }) => entryOf(datasetId).issues.list(start, end),
    readPacks: async ({ datasetId, packStart, packEnd }) => readPackPage(entryOf(datasetId), packStart, packEnd),
    readPackFill: async ({ datasetId, ...slices }) => readFill(entryOf(datasetId), slices),
    readPack: async (params, signal) => readPackDetail(entryOf(params.datasetId), params, signal),
    openAccountLine: async ({ datasetId, line }) =>
      addView(datasetId, openLine(entryOf(datasetId), line, `dataset-${nextId++}`)),
    padAccount: async ({ datasetId, options }, signal) =>
      countPadAccount(entryOf(datasetId), options, jobs, runtime.pool, signal),
    openPadLine: async ({ datasetId, ...params }, signal) => {
      const viewId = `dataset-${nextId++}`
      return addView(datasetId, await openPadLine(entryOf(datasetId), params, viewId, jobs, runtime.pool, signal))
    },
    openPadded: async ({ datasetId, options }, signal) => {
      const viewId = `dataset-${nextId++}`
      return addView(datasetId, await openPadded(entryOf(datasetId), options, viewId, jobs, runtime.pool, signal))
    },
    compareStrategies: ({ datasetId, options }, signal) =>
      compareOn(entryOf(datasetId), options, jobs, runtime.pool, signal),
    packCurve: ({ datasetId, ...params }, signal) => curveOf(entryOf(datasetId), params, jobs, runtime.pool, signal),
    pad: async ({ datasetId, options }, signal) =>
      padSummaryOf(entryOf(datasetId), options, jobs, runtime.pool, signal),
    readPadBatches: async ({ datasetId, ...params }, signal) =>
      readPadPage(entryOf(datasetId), params, jobs, runtime.pool, signal),
    listDuplicateGroups: async ({ datasetId, start, end, order }) => listGroups(entryOf(datasetId), start, end, order),
    readGroupTexts: async ({ datasetId, ...params }, signal) => readTexts(entryOf(datasetId), params, signal),
    listKnownRows: async ({ datasetId, start, end }) => listKnown(entryOf(datasetId), start, end),
    readKnownTexts: async ({ datasetId, ...params }, signal) => readKnown(entryOf(datasetId), params, entryOf, signal),
    hashRows: ({ datasetId, key }, signal = new AbortController().signal) =>
      hashRows(entryOf(datasetId), key, hashing({ ...runtime, signal, report: () => {} })),
    searchRows: ({ datasetId, ...params }, signal = new AbortController().signal) =>
      searchRows(entryOf(datasetId), params, { pool: runtime.pool, signal }),
    async planExport({ datasetId, ...params }, signal) {
      const { dataset, recipe, info } = entryOf(datasetId)
      return planExport(dataset, { ...params, isView: recipe === null, isPacked: info.pack !== null }, runtime, signal)
    },
    readProvenance: async ({ datasetId }, signal) =>
      provenanceOf(lineageOf(entryOf(datasetId)), { platform: runtime.platform, signal }),
    startJob: async (spec) => ({ jobId: startJob(spec).jobId }),
    cancelJob: ({ jobId }) => jobs.cancel(jobId),
    watch: (_params, signal) =>
      hub.watch(
        [
          ...[...entries.values()].map((entry) => ({ kind: 'dataset' as const, dataset: entry.info })),
          ...jobs.snapshots().map((job) => ({ kind: 'job' as const, job })),
        ],
        signal,
      ),
  }

  return {
    api,
    async close() {
      await jobs.close()
      for (const datasetId of [...entries.keys()]) await close(datasetId)
      runtime.pool.close()
    },
  }
}
