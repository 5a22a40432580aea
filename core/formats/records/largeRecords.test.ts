import { describe, expect, it } from 'vitest'
import type { Issue } from '../../issues.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { WriteBudget } from '../../table/writers/writeBudget.ts'
import { countingSource, shortSource, textSource } from '../../testing/hostileSources.ts'
import { issueLines, rowTexts, scanned } from '../../testing/rows.ts'
import { openCsv } from '../csv/openCsv.ts'
import { JsonlReader } from '../jsonl/jsonlReader.ts'
import { openJsonl } from '../jsonl/openJsonl.ts'
import { SAMPLE_BYTES } from './limits.ts'

const kernels = scalarKernels

/** `{"i":n,"pad":"…"}` lines, about `rowBytes` each. */
function lines(numRows: number, rowBytes: number): string {
  const pad = 'x'.repeat(rowBytes)
  let text = ''
  for (let i = 0; i < numRows; i++) text += `{"i":${i},"pad":"${pad}"}\n`
  return text
}

describe('a file larger than the sample', { timeout: 30_000 }, () => {
  const text = lines(30_000, 100)

  it('opens after one sample, tells a lower bound, and reaches any row by itself', async () => {
    const source = countingSource(textSource(text))
    const dataset = await openJsonl(source, { kernels })
    expect(source.bytesRead).toBe(3 + SAMPLE_BYTES)
    expect(dataset.extent.exact).toBe(false)
    expect(dataset.extent.numRows).toBeLessThan(30_000)
    expect(dataset.extent.numRows).toBeGreaterThan(5_000)
    const far = await scanned(dataset, { rowStart: 29_998, rowEnd: 40_000, columns: ['i'] })
    expect(far.rows).toEqual(['{"i":"29998n"}', '{"i":"29999n"}'])
    expect((await scanned(dataset, { rowStart: 30_000 })).rows).toEqual([])
    expect(dataset.extent).toEqual({ numRows: 30_000, exact: true })
  })

  it('reads little for a page once the rows are known', async () => {
    const source = countingSource(textSource(text))
    const dataset = await openJsonl(source, { kernels })
    await dataset.buildIndex({})
    const before = source.bytesRead
    const page = await scanned(dataset, { rowStart: 20_000, rowEnd: 20_100, columns: ['i'] })
    expect(page.rows).toHaveLength(100)
    expect(page.rows[0]).toBe('{"i":"20000n"}')
    expect(source.bytesRead - before).toBeLessThan(3 * 1024 * 120)
    expect(dataset.splits.at(-1)?.rowEnd).toBe(30_000)
  })

  it('equals itself at every edge of index entries and batches', async () => {
    const dataset = await openJsonl(textSource(text), { kernels })
    await dataset.buildIndex({})
    for (const edge of [1, 1023, 1024, 1025, 4095, 4096, 4097, 10_240, 29_999, 30_000]) {
      const { rows } = await scanned(dataset, { rowStart: edge - 1, rowEnd: edge + 1, columns: ['i'] })
      const expected = [edge - 1, edge].filter((row) => row < 30_000).map((row) => `{"i":"${row}n"}`)
      expect(rows).toEqual(expected)
    }
    const { batchSizes } = await scanned(dataset, { columns: ['i'] })
    expect(batchSizes.slice(0, -1).every((size) => size === 4096)).toBe(true)
    expect(batchSizes.reduce((sum, size) => sum + size, 0)).toBe(30_000)
  })

  it('reports progress up to all of it, both passes counted', async () => {
    const dataset = await openJsonl(textSource(text), { kernels })
    const done: number[] = []
    await dataset.buildIndex({ onProgress: (progress) => done.push(progress.done) })
    expect(done.at(-1)).toBe(text.length * 2)
    expect([...done].sort((a, b) => a - b)).toEqual(done)
  })

  it('hands batches over by bytes when rows are heavy', async () => {
    const heavy = await openJsonl(textSource(lines(90, 1024 ** 2)), { kernels })
    const { batchSizes } = await scanned(heavy, { columns: ['pad'] })
    expect(batchSizes.length).toBeGreaterThan(2)
    expect(Math.max(...batchSizes)).toBeLessThan(40)
    expect(batchSizes.reduce((sum, size) => sum + size, 0)).toBe(90)
  })
})

describe('a record larger than the sample', () => {
  const long = `{"a":"${'y'.repeat(3 * SAMPLE_BYTES)}"}\n{"a":"short"}`

  it('still opens, with its type', async () => {
    const dataset = await openJsonl(textSource(long), { kernels })
    expect(String(dataset.schema)).toContain('a: Utf8')
    const { rows, issues } = await scanned(dataset)
    expect(rows.map((row) => row.length)).toEqual([3 * SAMPLE_BYTES + 8, 13])
    expect(issues).toEqual([])
    const { text, byteLength, truncated } = await dataset.readRecordText(0, 10)
    expect({ text, byteLength, truncated }).toEqual({
      text: '{"a":"yyyy',
      byteLength: 3 * SAMPLE_BYTES + 8,
      truncated: true,
    })
  })
})

describe('a record over the limit', () => {
  const rows = ['{"a":1}', `{"a":"${'z'.repeat(50)}"}`, '{"a":3}', `{"a":"${'é'.repeat(20)}"}`]

  it.each(['\n', '\r\n'])('is a row of nulls with an issue, wherever chunks end (%j)', async (newline) => {
    const source = textSource(rows.join(newline))
    const dataset = await openJsonl(source, { kernels, maxRecordBytes: 40 })
    const { rows: read, issues } = await scanned(dataset)
    expect(read).toEqual(['{"a":"1n"}', '{"a":null}', '{"a":"3n"}', '{"a":null}'])
    const second = rows[0]!.length + newline.length
    expect(issueLines(issues)).toEqual([
      `error limit/exceeded 1 ${second}`,
      `error limit/exceeded 3 ${second + rows[1]!.length + rows[2]!.length + newline.length * 2}`,
    ])
    expect(issues[0]!.message).toContain(`${rows[1]!.length} bytes`)
    const told: string[] = []
    await dataset.buildIndex({ onIssue: (issue) => told.push(...issueLines([issue])) })
    expect(told).toEqual(issueLines(issues))
    expect(await dataset.readRecordText(1, 10)).toMatchObject({
      text: '{"a":"zzzz',
      byteStart: second,
      byteLength: rows[1]!.length,
      truncated: true,
    })
    expect((await dataset.readRecordText(3, 9)).text).toBe('{"a":"é')
  })

  it('may be the only one', async () => {
    const dataset = await openJsonl(textSource(`{"a":"${'z'.repeat(50)}"}`), { kernels, maxRecordBytes: 40 })
    expect(dataset.schema.fields).toEqual([])
    const { rows: read, issues } = await scanned(dataset)
    expect(read).toEqual(['{}'])
    expect(issueLines(issues)).toEqual(['error limit/exceeded 0 0'])
  })
})

describe('a quote that is never closed in a CSV', () => {
  const text = `a,b\n1,x\n2,"never closed\n${'3,y\n'.repeat(1000)}`
  const issue = 'error csv/unclosed-quote 1 10'

  it.each([undefined, 300])('costs its own line, whatever the budget of quotes (%s)', async (maxQuotedBytes) => {
    const dataset = await openCsv(shortSource(textSource(text), 50), { kernels, maxRecordBytes: 1000, maxQuotedBytes })
    const { rows: read, issues } = await scanned(dataset)
    expect(read.slice(0, 3)).toEqual(['{"a":"1n","b":"x"}', '{"a":"2n","b":"never closed"}', '{"a":"3n","b":"y"}'])
    expect(read).toHaveLength(1002)
    expect(issueLines(issues)).toEqual([issue])
    expect(await scanned(dataset, { rowStart: 1, rowEnd: 2 })).toMatchObject({ rows: read.slice(1, 2), issues })
    const told: string[] = []
    await dataset.buildIndex({ onIssue: (each) => told.push(...issueLines([each])) })
    expect(told).toEqual([issue])
    expect(dataset.extent).toEqual({ numRows: 1002, exact: true })
    expect((await dataset.readRecordText(1, 100)).text).toBe('2,"never closed')
  })

  it('may be closed by the one that opens another field: all rows between are one, and it is an error', async () => {
    const swallowed = `a,b\n1,"open\n${'2,y\n'.repeat(10)}3,"closed"\n4,z\n`
    const { rows: read, issues } = await scanned(await openCsv(textSource(swallowed), { kernels }))
    expect(read).toHaveLength(2)
    expect(issueLines(issues)).toEqual(['error csv/text-behind-quote 0 55'])
    expect(issues[0]!.message).toContain('12 lines')
  })
})

describe('small records that unfold into large columns', () => {
  it('become nulls with an issue instead of taking all memory', async () => {
    const wide = `{${Array.from({ length: 50 }, (_, i) => `"k${i}":${i}`).join(',')}}`
    const lines = [`{"l":[${wide}]}`, `{"l":[${'{},'.repeat(10_000)}{}]}`, '{"l":[]}']
    const { schema } = await openJsonl(textSource(lines.join('\n')), { kernels })
    const issues: Issue[] = []
    const reader = new JsonlReader(schema, schema, (issue) => issues.push(issue), new WriteBudget(1024 ** 2))
    for (const [row, line] of lines.entries()) {
      const bytes = new TextEncoder().encode(line)
      reader.read({ bytes, start: 0, end: bytes.length, row, bytesAt: row * 1000 })
    }
    expect(rowTexts(reader.batch.finish()).slice(1)).toEqual(['{"l":null}', '{"l":[]}'])
    expect(issueLines(issues)).toEqual(['error limit/exceeded 1 1000'])
  })
})
