import { beforeEach, expect, test } from 'vitest'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { DedupSpec, DedupSummary } from '../../../app/protocol/dedup.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { JobResult, JobSnapshot, JobState } from '../../../app/protocol/jobs.ts'
import { EngineError } from '../../../core/errors.ts'
import { forgetDataset } from '../../sources/closeDataset.ts'
import { activateDataset, putDataset, rebaseDatasets, useDatasets } from '../../stores/datasetStore.ts'
import { useEngine } from '../../stores/engineStore.ts'
import { useErrors } from '../../stores/errorStore.ts'
import { forgetJobs, putJob } from '../../stores/jobStore.ts'
import { changeDedupSettings, dedupOfView, dedupRunOf, endDedupRuns, useDedupRuns } from './dedupRunStore.ts'
import { cancelSearch, findDuplicates, undoDedup } from './dedupRuns.ts'
import { DEFAULT_DEDUP_SETTINGS } from './settings/dedupSettings.ts'

const spec: DedupSpec = { key: { kind: 'row' }, method: { kind: 'exact' }, keep: 'first', against: null }
const summary = { rows: 10, spec } as DedupSummary

/** An engine that starts jobs when it is told to, and remembers what it was asked. */
let starts: { start(jobId: string): Promise<void>; refuse(error: unknown): Promise<void> }[] = []
let canceled: string[] = []
let closed: string[] = []
const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

const engine = {
  startJob: () =>
    new Promise((resolve, reject) => {
      starts.push({
        start: (jobId) => {
          resolve({ jobId })
          return settle()
        },
        refuse: (error) => {
          reject(error)
          return settle()
        },
      })
    }),
  cancelJob: async ({ jobId }) => {
    canceled.push(jobId)
  },
  close: async ({ datasetId }) => {
    closed.push(datasetId)
  },
} as Pick<EngineApi, 'startJob' | 'cancelJob' | 'close'> as EngineApi

const info = (datasetId: string, parentId: string | null = null) =>
  ({ datasetId, parentId, name: datasetId }) as DatasetInfo
const run = (datasetId = 'd') => dedupRunOf(useDedupRuns.getState().runs, datasetId)
const openIds = () => useDatasets.getState().datasets.map(({ datasetId }) => datasetId)

function end(jobId: string, state: JobState, result: JobResult | null = null): void {
  const job = {
    jobId,
    kind: 'dedup',
    datasetId: 'd',
    label: '',
    state,
    progress: null,
    elapsedMs: 0,
    phaseMs: 0,
    result,
    error: null,
  }
  putJob(job as JobSnapshot)
}

/** A finished search: the engine's news of its views, then of its end. */
function finish(jobId: string, kept: string, left: string): void {
  putDataset(info(kept, 'd'))
  putDataset(info(left, kept))
  end(jobId, 'succeeded', { kind: 'dedup', datasetId: kept, duplicatesId: left, summary })
}

beforeEach(() => {
  starts = []
  canceled = []
  closed = []
  forgetJobs()
  rebaseDatasets(new Map())
  useErrors.setState({ errors: [] })
  useDedupRuns.setState({ runs: {}, settings: {}, lastSettings: DEFAULT_DEDUP_SETTINGS })
  useEngine.setState({ engine, phase: 'running' })
  putDataset(info('d'))
  putDataset(info('other'))
})

test('a search under way is not started twice; its end is its result', async () => {
  void findDuplicates('d', spec, 'a')
  void findDuplicates('d', spec, 'a')
  expect(starts.length).toBe(1)
  expect(run().search).toEqual({ request: 'a', jobId: null })
  await starts[0]!.start('j1')
  expect(run().search?.jobId).toBe('j1')
  finish('j1', 'kept', 'left')
  expect(run()).toEqual({
    search: null,
    ended: null,
    result: { request: 'a', viewId: 'kept', removedId: 'left', summary },
  })
})

test('an end that came before the answer that names the job counts', async () => {
  void findDuplicates('d', spec, 'a')
  finish('j1', 'kept', 'left')
  await starts[0]!.start('j1')
  expect(run().result?.viewId).toBe('kept')
})

test('a search cancelled while it is being started is cancelled when it has a name', async () => {
  void findDuplicates('d', spec, 'a')
  cancelSearch('d')
  expect(run()).toMatchObject({ search: null, ended: 'canceled' })
  void findDuplicates('d', spec, 'b')
  await starts[0]!.start('j1')
  expect(canceled).toEqual(['j1'])
  await starts[1]!.start('j2')
  end('j1', 'succeeded', { kind: 'dedup', datasetId: 'late', duplicatesId: 'late too', summary })
  expect(run()).toMatchObject({ search: { request: 'b', jobId: 'j2' }, result: null })
})

test('cancelled or failed, what was found before stays', async () => {
  void findDuplicates('d', spec, 'a')
  await starts[0]!.start('j1')
  finish('j1', 'kept', 'left')
  void findDuplicates('d', spec, 'b')
  await starts[1]!.start('j2')
  cancelSearch('d')
  expect(canceled).toEqual(['j2'])
  end('j2', 'canceled')
  expect(run()).toMatchObject({ search: null, ended: 'canceled', result: { request: 'a' } })
  void findDuplicates('d', spec, 'c')
  await starts[2]!.refuse(new EngineError('argument/invalid', 'no such column'))
  expect(run()).toMatchObject({ search: null, ended: 'failed', result: { request: 'a' } })
  expect(useErrors.getState().errors.at(-1)?.what).toBe('Could not look for duplicates in d')
})

test('the next result takes the place of the one before, whose views are closed', async () => {
  void findDuplicates('d', spec, 'a')
  await starts[0]!.start('j1')
  finish('j1', 'kept', 'left')
  activateDataset('left')
  void findDuplicates('d', spec, 'b')
  await starts[1]!.start('j2')
  finish('j2', 'kept2', 'left2')
  expect(closed).toEqual(['kept'])
  expect(openIds()).toEqual(['d', 'other', 'kept2', 'left2'])
  expect(useDatasets.getState().activeId).toBe('left2')
})

test('views that something was made of stay open', async () => {
  void findDuplicates('d', spec, 'a')
  await starts[0]!.start('j1')
  finish('j1', 'kept', 'left')
  putDataset(info('packed', 'kept'))
  void findDuplicates('d', spec, 'b')
  await starts[1]!.start('j2')
  finish('j2', 'kept2', 'left2')
  expect(closed).toEqual([])
})

test('undo closes the views; closing them undoes', async () => {
  void findDuplicates('d', spec, 'a')
  await starts[0]!.start('j1')
  finish('j1', 'kept', 'left')
  expect(dedupOfView(useDedupRuns.getState().runs, 'left')?.viewId).toBe('kept')
  await undoDedup('d')
  expect([closed, openIds(), run().result]).toEqual([['kept'], ['d', 'other'], null])

  void findDuplicates('d', spec, 'a')
  await starts[1]!.start('j2')
  finish('j2', 'kept2', 'left2')
  forgetDataset('left2')
  expect(run().result).toMatchObject({ viewId: 'kept2', removedId: null })
  forgetDataset('kept2')
  expect(run().result).toBeNull()
})

test('a dataset that is closed takes its search along, and is compared with no more', async () => {
  changeDedupSettings('d', {
    ...DEFAULT_DEDUP_SETTINGS,
    keep: 'longest',
    against: { kind: 'dataset', datasetId: 'other' },
  })
  expect(useDedupRuns.getState().lastSettings).toEqual({ ...DEFAULT_DEDUP_SETTINGS, keep: 'longest' })
  forgetDataset('other')
  expect(useDedupRuns.getState().settings.d?.against).toEqual({ kind: 'none' })
  void findDuplicates('d', spec, 'a')
  forgetDataset('d')
  await starts[0]!.start('j1')
  expect(canceled).toEqual(['j1'])
  expect(useDedupRuns.getState()).toMatchObject({ runs: {}, settings: {} })
})

test('when the engine dies nothing runs any more', async () => {
  void findDuplicates('d', spec, 'a')
  await starts[0]!.start('j1')
  endDedupRuns()
  end('j1', 'succeeded', { kind: 'dedup', datasetId: 'kept', duplicatesId: 'left', summary })
  expect(run()).toEqual({ search: null, result: null, ended: 'canceled' })
})
