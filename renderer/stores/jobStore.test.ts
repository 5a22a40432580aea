import { expect, test } from 'vitest'
import type { JobSnapshot, JobState } from '../../app/protocol/jobs.ts'
import { forgetJobs, liveJobs, putJob, useJobs, whenFinished } from './jobStore.ts'

const job = (jobId: string, state: JobState): JobSnapshot => ({
  jobId,
  kind: 'pack',
  datasetId: 'd',
  label: 'Packing',
  state,
  progress: null,
  elapsedMs: 0,
  phaseMs: 0,
  result: null,
  error: null,
})

test('the end of a job is news once', () => {
  forgetJobs()
  expect(putJob(job('a', 'running'))).toBe(false)
  expect(putJob(job('a', 'succeeded'))).toBe(true)
  expect(putJob(job('a', 'succeeded'))).toBe(false)
})

test('an end that came before its asker is still found', () => {
  forgetJobs()
  putJob(job('a', 'failed'))
  const heard: JobState[] = []
  whenFinished('a', ({ state }) => heard.push(state))
  expect(heard).toEqual(['failed'])
})

test('a listener is called once and leaves', () => {
  forgetJobs()
  const heard: JobState[] = []
  whenFinished('a', ({ state }) => heard.push(state))
  putJob(job('a', 'running'))
  putJob(job('b', 'succeeded'))
  expect(heard).toEqual([])
  putJob(job('a', 'canceled'))
  putJob(job('a', 'canceled'))
  expect(heard).toEqual(['canceled'])
})

test('finished jobs do not pile up, running ones are never let go', () => {
  forgetJobs()
  putJob(job('first', 'running'))
  for (let i = 0; i < 200; i++) putJob(job(`j${i}`, 'succeeded'))
  const { jobs } = useJobs.getState()
  expect(jobs.length).toBe(51)
  expect(liveJobs(jobs).map(({ jobId }) => jobId)).toEqual(['first'])
  expect(jobs.at(-1)?.jobId).toBe('j199')
})
