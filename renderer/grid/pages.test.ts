import { describe, expect, it } from 'vitest'
import type { Page } from '../../app/protocol/datasets.ts'
import { CELL_NULL, CELL_TRUNCATED } from '../../app/protocol/datasets.ts'
import { PageCache, type PageCacheOptions } from './pages.ts'

interface Call {
  rowStart: number
  rowEnd: number
  columns: readonly string[]
  signal: AbortSignal
  answer: (page?: Partial<Page>) => void
  fail: (error: unknown) => void
}

function page(rowStart: number, rowEnd: number, columns: readonly string[]): Page {
  const numRows = rowEnd - rowStart
  return {
    datasetId: 'd',
    schemaVersion: 1,
    rowStart,
    numRows,
    columns: columns.map((name) => ({
      name,
      texts: Array.from({ length: numRows }, (_, i) => `${name}${rowStart + i}`),
      flags: new Uint8Array(numRows),
    })),
    rowNumbers: null,
    badRows: [],
  }
}

/** A cache over a reader whose every answer is given by the test. */
function harness(options: Partial<PageCacheOptions> = {}, numRows = 1_000) {
  const calls: Call[] = []
  const errors: string[] = []
  const changes: string[] = []
  const cache = new PageCache({
    pageRows: 10,
    read: (rowStart, rowEnd, columns, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        calls.push({
          rowStart,
          rowEnd,
          columns,
          signal,
          answer: (given = {}) => resolve({ ...page(rowStart, rowEnd, columns), ...given }),
          fail: reject,
        })
      }),
    onChange: (start, end) => changes.push(`${start}-${end}`),
    onError: (error, start, end) => errors.push(`${start}-${end} ${(error as Error).message}`),
    ...options,
  })
  cache.setExtent(numRows, 1)
  const open = () => calls.filter((call) => !call.signal.aborted).map((call) => `${call.rowStart}-${call.rowEnd}`)
  return { cache, calls, errors, changes, open }
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))
const text = (cache: PageCache, row: number, column = 'a') => {
  const cell = cache.cell(row, column)
  return cell.state === 'ready' ? cell.text : cell.state
}

describe('PageCache', () => {
  it('is pending, then ready, and says which rows changed', async () => {
    const { cache, calls, changes } = harness()
    cache.want(12, 18, ['a'])
    expect(text(cache, 15)).toBe('pending')
    const before = cache.revision(15)
    calls[0]!.answer()
    await settled()
    expect(text(cache, 15)).toBe('a15')
    expect(changes).toEqual(['10-20'])
    expect(cache.revision(15)).not.toBe(before)
  })

  it('tells null, empty, truncated and absent cells apart', async () => {
    const { cache, calls } = harness()
    cache.want(0, 4, ['a', 'gone'])
    calls[0]!.answer({
      numRows: 3,
      columns: [{ name: 'a', texts: ['', '', 'cut'], flags: Uint8Array.of(CELL_NULL, 0, CELL_TRUNCATED) }],
    })
    await settled()
    expect(cache.cell(0, 'a')).toEqual({ state: 'ready', text: '', isNull: true, truncated: false })
    expect(cache.cell(1, 'a')).toEqual({ state: 'ready', text: '', isNull: false, truncated: false })
    expect(cache.cell(2, 'a')).toEqual({ state: 'ready', text: 'cut', isNull: false, truncated: true })
    expect(cache.cell(3, 'a')).toEqual({ state: 'absent' })
    expect(cache.cell(0, 'gone')).toEqual({ state: 'absent' })
    expect(cache.cell(0, 'other')).toEqual({ state: 'pending' })
  })

  it('does not ask again for rows that came short', async () => {
    const { cache, calls } = harness({}, 10)
    cache.want(0, 10, ['a'])
    calls[0]!.answer({ numRows: 0, columns: [] })
    await settled()
    cache.want(0, 10, ['a'])
    expect(calls).toHaveLength(1)
  })

  it('aborts what scrolling left behind and never stores its late answer', async () => {
    const { cache, calls, open } = harness()
    cache.want(0, 8, ['a'])
    cache.want(500, 508, ['a'])
    expect(calls[0]!.signal.aborted).toBe(true)
    expect(open()).toEqual(['500-510'])
    calls[0]!.answer()
    await settled()
    expect(text(cache, 0)).toBe('pending')
  })

  it('fetches ahead after the visible rows', async () => {
    const { cache, calls, open } = harness()
    cache.want(100, 108, ['a'])
    expect(open()).toEqual(['100-110'])
    calls[0]!.answer()
    await settled()
    expect(open()).toEqual(['100-110', '110-120', '90-100'])
  })

  it('asks for further columns of rows it has', async () => {
    const { cache, calls } = harness()
    cache.want(0, 8, ['a'])
    calls[0]!.answer()
    await settled()
    cache.want(0, 8, ['a', 'b'])
    expect(calls.at(-1)).toMatchObject({ rowStart: 0, columns: ['b'] })
  })

  it('needs no request for a seeded page', () => {
    const { cache, calls } = harness({}, 8)
    cache.seed({ ...page(0, 8, ['a']), badRows: [3], rowNumbers: Float64Array.from({ length: 8 }, (_, i) => i * 2) })
    cache.want(0, 8, ['a'])
    expect(calls).toHaveLength(0)
    expect(text(cache, 7)).toBe('a7')
    expect(cache.isBad(3)).toBe(true)
    expect(cache.isBad(4)).toBe(false)
    expect(cache.rowNumber(3)).toBe(6)
  })

  it('keeps bad rows and row identities of its pages', async () => {
    const { cache, calls } = harness()
    cache.want(20, 28, ['a'])
    calls[0]!.answer({ badRows: [21], rowNumbers: Float64Array.from({ length: 10 }, (_, i) => 900 + i) })
    await settled()
    expect([cache.isBad(20), cache.isBad(21), cache.rowNumber(21), cache.rowNumber(55)]).toEqual([false, true, 901, 55])
  })

  it('fetches the rest of a block when the dataset grows', async () => {
    const { cache, calls } = harness({}, 5)
    cache.want(0, 5, ['a'])
    calls[0]!.answer()
    await settled()
    cache.setExtent(500, 1)
    cache.want(0, 9, ['a'])
    expect(calls.at(-1)).toMatchObject({ rowStart: 0, rowEnd: 10 })
    expect(text(cache, 2)).toBe('a2')
    expect(text(cache, 7)).toBe('pending')
  })

  it('shows old cells until a new schema version has answered', async () => {
    const { cache, calls } = harness({}, 10)
    cache.want(0, 10, ['a'])
    calls[0]!.answer()
    await settled()
    cache.setExtent(10, 2)
    expect(text(cache, 2)).toBe('a2')
    calls[1]!.answer({ columns: [{ name: 'a', texts: Array<string>(10).fill('new'), flags: new Uint8Array(10) }] })
    await settled()
    expect(text(cache, 2)).toBe('new')
    expect(calls).toHaveLength(2)
  })

  it('reports a failure once, shows it, and tries again when one comes back', async () => {
    const { cache, calls, errors } = harness({}, 1_000)
    cache.want(0, 8, ['a'])
    calls[0]!.fail(new Error('disk gone'))
    await settled()
    cache.want(1, 9, ['a'])
    expect(text(cache, 2)).toBe('failed')
    expect(errors).toEqual(['0-10 disk gone'])
    const asked = calls.length
    cache.want(500, 508, ['a'])
    cache.want(0, 8, ['a'])
    expect(calls.slice(asked).map((call) => call.rowStart)).toEqual([500, 0])
  })

  it('reports a row block that failed while being fetched ahead only when it is looked at', async () => {
    const { cache, calls, errors } = harness({}, 20)
    cache.want(0, 8, ['a'])
    calls[0]!.answer()
    await settled()
    calls[1]!.fail(new Error('bad group'))
    await settled()
    expect(errors).toEqual([])
    cache.want(4, 14, ['a'])
    cache.want(5, 15, ['a'])
    expect(errors).toEqual(['10-20 bad group'])
  })

  it('asks again on retry', async () => {
    const { cache, calls } = harness({}, 10)
    cache.want(0, 8, ['a'])
    calls[0]!.fail(new Error('x'))
    await settled()
    cache.retry()
    expect(calls).toHaveLength(2)
  })

  it('stays within its budget over a long scroll and never drops what is visible', async () => {
    const { cache, calls } = harness({ budgetBytes: 5_000 }, 10_000)
    for (let row = 0; row < 2_000; row += 10) {
      cache.want(row, row + 10, ['a'])
      for (let answered = -1; answered !== calls.length; ) {
        answered = calls.length
        for (const call of calls) call.answer()
        await settled()
      }
      expect(text(cache, row)).toBe(`a${row}`)
      expect(cache.bytes).toBeLessThanOrEqual(5_000)
    }
    expect(text(cache, 0)).toBe('pending')
  })

  it('does not ask for ever when the budget is smaller than the window', async () => {
    const { cache, calls } = harness({ budgetBytes: 1 })
    cache.want(100, 118, ['a'])
    for (let round = 0; round < 20; round++) {
      for (const call of calls) call.answer()
      await settled()
    }
    expect(calls).toHaveLength(4)
    expect(text(cache, 117)).toBe('a117')
  })

  it('aborts all and reports nothing once released, and goes on when wanted again', async () => {
    const { cache, calls, errors, changes, open } = harness()
    cache.want(0, 8, ['a'])
    cache.release()
    await settled()
    expect(calls[0]!.signal.aborted).toBe(true)
    cache.setExtent(2_000, 1)
    expect([calls.length, errors.length, changes.length]).toEqual([1, 0, 0])
    cache.want(50, 58, ['a'])
    expect(open()).toEqual(['50-60'])
  })
})
