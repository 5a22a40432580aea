import type { RecordBatch } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { EngineError, type ErrorCode } from '../errors.ts'
import type { Issue } from '../issues.ts'
import { tokenDataset } from '../testing/tokenBatch.ts'
import type { Dataset } from './dataset.ts'
import { salvageSplits } from './salvage.ts'

const rows = Array.from({ length: 30 }, (_, n) => [n])

/** Three splits of ten rows; reading row `failAt` throws. */
function damaged(failAt: number, code: ErrorCode): Dataset {
  const whole = tokenDataset(rows, 4)
  return {
    ...whole,
    splits: [0, 10, 20].map((rowStart) => ({ rowStart, rowEnd: rowStart + 10 })),
    async *scan(request) {
      let row = request.rowStart ?? 0
      for await (const batch of whole.scan(request)) {
        if (failAt >= row && failAt < row + batch.numRows) throw new EngineError(code, 'bad page')
        yield batch
        row += batch.numRows
      }
    },
  }
}

async function read(dataset: Dataset, rowStart?: number, rowEnd?: number) {
  const issues: Issue[] = []
  const ids: (number | null)[] = []
  const batches: RecordBatch[] = []
  const request = { rowStart, rowEnd, onIssue: (issue: Issue) => void issues.push(issue) }
  for await (const batch of dataset.scan(request)) {
    batches.push(batch)
    const column = batch.getChild('input_ids')
    for (let i = 0; i < batch.numRows; i++) ids.push((column?.get(i)?.get(0) as number | undefined) ?? null)
  }
  return { ids, issues, batches }
}
const upTo = (start: number, end: number) => Array.from({ length: end - start }, (_, n) => start + n)
const nulls = (count: number) => Array.from({ length: count }, () => null)

describe('salvageSplits', () => {
  it.each(['format/corrupt', 'internal'] as const)('turns the rest of a split into null rows on %s', async (code) => {
    const { ids, issues } = await read(salvageSplits(damaged(14, code)))
    expect(ids).toEqual([...upTo(0, 14), ...nulls(6), ...upTo(20, 30)])
    expect(issues).toMatchObject([
      { severity: 'error', code: 'parquet/row-group-unreadable', rowStart: 14, rowEnd: 20 },
    ])
  })

  it('gives every range all its rows, and each as what it is or as null', async () => {
    const dataset = salvageSplits(damaged(12, 'internal'))
    for (let start = 0; start <= 30; start++) {
      for (const end of [start, start + 1, start + 11, 40]) {
        const { ids } = await read(dataset, start, end)
        expect(ids).toHaveLength(Math.max(0, Math.min(30, end) - start))
        // A range that begins behind the damage may read what the full scan had to give up.
        for (const [i, id] of ids.entries()) expect([start + i, null], `${start}..${end}`).toContain(id)
        expect(ids.some((id) => id === null)).toBe(start <= 12 && end > 12)
      }
    }
  })

  it('ends at failures that are not the data', async () => {
    await expect(read(salvageSplits(damaged(14, 'source/read')))).rejects.toMatchObject({ code: 'source/read' })
  })

  it('changes nothing where nothing is damaged', async () => {
    const { ids, issues } = await read(salvageSplits(damaged(-1, 'internal')))
    expect(ids).toEqual(upTo(0, 30))
    expect(issues).toEqual([])
  })

  it('names the whole split when nothing of it could be read, from wherever it was read', async () => {
    const whole = { rowStart: 10, rowEnd: 20 }
    for (const [start, end] of [
      [10, 11],
      [12, 15],
      [0, 30],
    ] as const) {
      const { issues } = await read(salvageSplits(damaged(start < 10 ? 10 : start, 'internal')), start, end)
      expect(issues).toMatchObject([whole])
    }
  })

  it('gives null rows for a split that ends early', async () => {
    const short: Dataset = { ...damaged(-1, 'internal'), async *scan() {} }
    const { ids, issues } = await read(salvageSplits(short), 5, 25)
    expect(ids).toEqual(nulls(20))
    expect(issues.map(({ rowStart, rowEnd }) => [rowStart, rowEnd])).toEqual([
      [0, 10],
      [10, 20],
      [20, 30],
    ])
  })

  it('keeps the chosen columns and the batch size in rows of nulls', async () => {
    const dataset = salvageSplits(damaged(0, 'format/corrupt'))
    for await (const batch of dataset.scan({ columns: ['input_ids'], batchRows: 3, rowEnd: 10 })) {
      expect(batch.numRows).toBeLessThanOrEqual(3)
      expect(batch.schema.fields.map((field) => field.name)).toEqual(['input_ids'])
    }
    await expect(read({ ...dataset, scan: () => dataset.scan({ columns: ['none'] }) })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })

  it('ends when it is aborted', async () => {
    const controller = new AbortController()
    controller.abort()
    const scan = salvageSplits(damaged(14, 'internal')).scan({ signal: controller.signal })
    await expect(scan[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'AbortError' })
  })
})
