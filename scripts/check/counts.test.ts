import { describe, expect, it } from 'vitest'
import { exitCounts, playwrightCounts, vitestCounts } from './counts.mjs'

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((t) => ({ status: t })) })
const stats = (expected: number, unexpected: number, flaky = 0, errors: unknown[] = []) => ({
  stats: { expected, unexpected, flaky, skipped: 2 },
  errors,
})

describe('what is counted', () => {
  it('an exit code', () => {
    expect(exitCounts(0)).toEqual({ passed: 1, failed: 0 })
    for (const code of [1, 130, null]) expect(exitCounts(code)).toEqual({ passed: 0, failed: 1 })
  })

  it.each<[string, object | null, number | null, number, number]>([
    [
      'tests that pass, fail, are skipped',
      { testResults: [file('passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] },
      1,
      2,
      1,
    ],
    ['a file that did not load', { testResults: [file('passed', 'passed'), file('failed')] }, 1, 1, 1],
    ['an error outside all tests', { testResults: [file('passed', 'passed')] }, 1, 1, 1],
    ['no tests at all', { testResults: [] }, 0, 0, 1],
    ['no report', null, 0, 0, 1],
    ['a runner that was killed', { testResults: [file('passed', 'passed')] }, null, 1, 1],
  ])('by vitest: %s', (_, report, exitCode, passed, failed) => {
    expect(vitestCounts(report, exitCode)).toEqual({ passed, failed })
  })

  it.each<[string, object | null, number, number, number]>([
    ['tests that pass and fail', stats(3, 2), 1, 3, 2],
    ['a flaky test passed in the end', stats(3, 0, 1), 0, 4, 0],
    ['an error outside all tests', stats(3, 0, 0, [{}]), 1, 3, 1],
    ['a crash behind the last test', stats(3, 0), 1, 3, 1],
    ['no tests at all', stats(0, 0), 0, 0, 1],
    ['no report', null, 1, 0, 1],
  ])('by playwright: %s', (_, report, exitCode, passed, failed) => {
    expect(playwrightCounts(report, exitCode)).toEqual({ passed, failed })
  })
})
