import { expect, test } from 'vitest'
import type { JobSnapshot } from '../../app/protocol/jobs.ts'
import { readJob } from './jobProgress.ts'

function job(progress: JobSnapshot['progress'], phaseMs: number, elapsedMs: number): JobSnapshot {
  return {
    jobId: 'j',
    kind: 'index',
    datasetId: 'd',
    label: 'Indexing',
    state: 'running',
    progress,
    elapsedMs,
    phaseMs,
    result: null,
    error: null,
  }
}
const read = (progress: JobSnapshot['progress'], phaseMs: number, elapsedMs = phaseMs) => {
  const { share, text } = readJob(job(progress, phaseMs, elapsedMs))
  return { share, text: text.replaceAll('\u00a0', ' ') }
}

test('share, rate and time left', () => {
  const reading = read({ done: 6_200_000_000, total: 10_000_000_000, unit: 'bytes' }, 6_000)
  expect(reading).toEqual({ share: 0.62, text: '62 % · 1.03 GB/s · 4 s left' })
})

test('the rate is that of what it does now', () => {
  expect(read({ done: 500, total: 1_000, unit: 'rows' }, 1_000, 60_000).text).toBe('50 % · 500 rows/s · 1 s left')
})

test('rows that are written have bytes', () => {
  const reading = read({ done: 500_000, total: 1_000_000, unit: 'rows', bytes: 120e6 }, 2_000)
  expect(reading.text).toBe('50 % · 250 k rows/s · 60.0 MB/s · 2 s left')
})

test('no rate from the first moments', () => {
  expect(read({ done: 500, total: 1_000, unit: 'rows' }, 100)).toEqual({ share: 0.5, text: '50 %' })
})

test('an unknown total gives an amount and a rate, no share', () => {
  expect(read({ done: 40_000, total: null, unit: 'rows' }, 2_000)).toEqual({
    share: null,
    text: '40.0 k rows · 20.0 k rows/s',
  })
})

test('nothing to do is done', () => {
  expect(read({ done: 0, total: 0, unit: 'rows' }, 1_000)).toEqual({ share: 1, text: '100 %' })
})

test('a total that was underestimated does not give more than all', () => {
  expect(read({ done: 12, total: 10, unit: 'rows' }, 1_000)).toEqual({ share: 1, text: '100 % · 12 rows/s' })
})

test('without progress only the time, once it is worth telling', () => {
  expect(read(null, 300)).toEqual({ share: null, text: '' })
  expect(read(null, 3_000)).toEqual({ share: null, text: '3 s' })
})
