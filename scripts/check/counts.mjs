// What a test runner's JSON report says, as { passed, failed }. A runner that died or reported nothing has failed.

/** @typedef {{ passed: number, failed: number }} Counts */

/** A tool that only has an exit code: one check. @returns {Counts} */
export const exitCounts = (exitCode) => (exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

/** Something failed that no single test stands for: a runner that crashed, a file that did not load. @returns {Counts} */
function withExit({ passed, failed }, exitCode) {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed }
}

/** @param report the report of Vitest's `json` reporter, or null @returns {Counts} */
export function vitestCounts(report, exitCode) {
  if (!report) return { passed: 0, failed: 1 }
  let passed = 0
  let failed = 0
  for (const { status, assertionResults } of report.testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed').length
    passed += assertionResults.filter((test) => test.status === 'passed').length
    // A file that could not be loaded has no tests to blame.
    failed += status === 'failed' && failures === 0 ? 1 : failures
  }
  return passed + failed === 0 ? { passed: 0, failed: 1 } : withExit({ passed, failed }, exitCode)
}

/** @param report the report of Playwright's `json` reporter, or null @returns {Counts} */
export function playwrightCounts(report, exitCode) {
  if (!report) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = report.stats
  const passed = expected + flaky
  const failed = unexpected + report.errors.length
  return passed + failed === 0 ? { passed: 0, failed: 1 } : withExit({ passed, failed }, exitCode)
}
