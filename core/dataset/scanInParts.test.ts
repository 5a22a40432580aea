import { expect, it } from 'vitest'
import type { Issue } from '../issues.ts'
import { readAll } from '../testing/golden.ts'
import { tokenBatch } from '../testing/tokenBatch.ts'
import type { Dataset, ScanRequest } from './dataset.ts'
import { partsOf, scanInParts } from './scanInParts.ts'
import { scanRange } from './scanRange.ts'

const ROWS = 50_000
const SPLITS = [0, 20_000, 20_001, 20_010, 40_000].map((rowStart, index, starts) => ({
  rowStart,
  rowEnd: starts[index + 1] ?? ROWS,
}))

/** Row n is `[n]`; every 10,000th row has an issue. Later parts answer sooner. */
function numbers(): Dataset & { most: number } {
  let running = 0
  const dataset = {
    most: 0,
    schema: tokenBatch([[0]]).schema,
    extent: { numRows: ROWS, exact: true },
    splits: SPLITS,
    async *scan(request: ScanRequest) {
      const { rowStart, rowEnd, batchRows } = scanRange(request, ROWS)
      running++
      dataset.most = Math.max(dataset.most, running)
      try {
        for (let row = rowStart; row < rowEnd; row += batchRows) {
          await new Promise((resolve) => setTimeout(resolve, row < 20_000 ? 2 : 0))
          request.signal?.throwIfAborted()
          const end = Math.min(rowEnd, row + batchRows)
          for (let at = row; at < end; at++) if (at % 10_000 === 0) request.onIssue?.(issueAt(at))
          yield tokenBatch(Array.from({ length: end - row }, (_, index) => [row + index]))
        }
      } finally {
        running--
      }
    },
    buildIndex: async () => {},
  }
  return dataset
}

function issueAt(rowStart: number): Issue {
  return { severity: 'error', code: 'test/row', message: 'x', rowStart, rowEnd: rowStart + 1, byteStart: null }
}

it('gives the rows and issues of a plain scan in order, parts side by side', async () => {
  const dataset = numbers()
  const parted = scanInParts(dataset, 3)
  for (const request of [{}, { rowStart: 19_999, rowEnd: 41_000 }, { rowStart: 7, rowEnd: 7 }]) {
    const wanted = await readAll(numbers(), request)
    const found = await readAll(parted, request)
    expect(found.rows).toEqual(wanted.rows)
    expect(found.issues).toEqual(wanted.issues)
  }
  expect(dataset.most).toBeGreaterThan(1)
})

it('joins small splits and keeps to the rows asked for', () => {
  expect(partsOf(SPLITS, 5, 45_000)).toEqual([
    { rowStart: 5, rowEnd: 20_000 },
    { rowStart: 20_000, rowEnd: 20_010 },
    { rowStart: 20_010, rowEnd: 40_000 },
    { rowStart: 40_000, rowEnd: 45_000 },
  ])
})

it('ends when it is aborted or left', async () => {
  const dataset = numbers()
  const controller = new AbortController()
  const aborted = readAll(scanInParts(dataset, 2), { signal: controller.signal })
  controller.abort()
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  for await (const batch of scanInParts(dataset, 2).scan({})) {
    expect(batch.numRows).toBe(4096)
    break
  }
})
