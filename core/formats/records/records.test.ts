import { Schema, Utf8 } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { EngineError, isAbortError } from '../../errors.ts'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { nullableField } from '../../table/jsonField.ts'
import {
  countingSource,
  cutSource,
  endlessLookingSource,
  failingSource,
  poisonedSource,
  shortSource,
  slowSource,
} from '../../testing/hostileSources.ts'
import { recordCases } from '../../testing/recordCases.ts'
import { issueLines, scanned } from '../../testing/rows.ts'
import { indexRecords } from './indexRecords.ts'
import { readRecords } from './readRecords.ts'
import type { RecordIndexDelta } from './recordIndex.ts'
import { surveyRecords } from './surveyRecords.ts'

const decoder = new TextDecoder()

describe.each(recordCases)('$name', ({ bytes, open }) => {
  const source = memorySource(bytes)

  it('gives in any part what a full scan gives there', async () => {
    const dataset = await open(source)
    const full = await scanned(dataset)
    const numRows = full.rows.length
    for (let rowStart = 0; rowStart <= numRows + 1; rowStart += numRows > 20 ? 7 : 1) {
      for (let rowEnd = rowStart; rowEnd <= numRows + 1; rowEnd += numRows > 20 ? 9 : 1) {
        const part = await scanned(dataset, { rowStart, rowEnd, batchRows: 3 })
        expect(part.rows).toEqual(full.rows.slice(rowStart, rowEnd))
        expect(part.issues).toEqual(full.issues.filter((i) => i.rowStart! >= rowStart && i.rowStart! < rowEnd))
        expect(part.batchSizes.every((size) => size > 0 && size <= 3)).toBe(true)
      }
    }
  })

  it('gives the same whatever the source gives at once', async () => {
    const expected = await scanned(await open(source))
    for (const maxBytes of [1, 7, 64]) {
      expect(await scanned(await open(shortSource(source, maxBytes)))).toEqual(expected)
    }
    expect(await scanned(await open(endlessLookingSource(source)))).toEqual(expected)
    const { recordFormat } = await open(source)
    const whole = await recordTexts(1024)
    for (const chunkBytes of [1, 2, 7, 13]) expect(await recordTexts(chunkBytes)).toEqual(whole)

    async function recordTexts(chunkBytes: number): Promise<string[]> {
      const texts: string[] = []
      const range = { firstChunkBytes: chunkBytes, chunkBytes }
      for await (const block of readRecords(source, recordFormat, scalarKernels, range)) {
        for (let i = 0; i < block.count; i++) {
          const text = decoder.decode(block.bytes.subarray(block.starts[i], block.ends[i]))
          texts.push(`${block.row + i} ${block.bytesAt + block.starts[i]!} ${text}`)
        }
      }
      return texts
    }
  })

  it('indexes and surveys the same in any chunks, and the index agrees with the scan', async () => {
    const { recordFormat } = await open(source)
    const numRows = (await scanned(await open(source))).rows.length
    for (const chunkBytes of [1, 7, 1024]) {
      let last: RecordIndexDelta | null = null
      for await (const delta of indexRecords(source, recordFormat, scalarKernels, undefined, { chunkBytes }))
        last = delta
      expect(last).toMatchObject({ numRows, complete: true })
    }
    const surveys = await Promise.all([1, 7, 1024].map((chunkBytes) => survey(chunkBytes)))
    expect(surveys[1]).toEqual(surveys[0])
    expect(surveys[2]).toEqual(surveys[0])

    async function survey(chunkBytes: number): Promise<unknown> {
      const issues: unknown[] = []
      for await (const event of surveyRecords(source, recordFormat, scalarKernels, { chunkBytes })) {
        issues.push(...event.issues)
        if (event.schema) return { issues, schema: String(event.schema), count: event.issueCount }
      }
      throw new Error('the survey ended without a schema')
    }
  })

  it('has, once indexed, a schema that every row fits and the issues the survey told', async () => {
    const dataset = await open(source)
    const told: string[] = []
    await dataset.buildIndex({ onIssue: (issue) => told.push(...(issue.rowStart === null ? [] : issueLines([issue]))) })
    const full = await scanned(dataset)
    expect(dataset.extent).toEqual({ numRows: full.rows.length, exact: true })
    expect(issueLines(full.issues)).toEqual(told.filter((line) => !line.startsWith('info')))
    expect(full.issues.filter(({ code }) => /type-conflict|unknown-column/.test(code))).toEqual([])
  })

  it('gives each record as it stands in the file', async () => {
    const dataset = await open(source)
    const numRows = (await scanned(dataset)).rows.length
    for (let row = 0; row < numRows; row++) {
      const { text, byteStart, byteLength, truncated } = await dataset.readRecordText(row, 1024)
      expect(truncated).toBe(false)
      expect(text).toBe(decoder.decode(bytes.subarray(byteStart, byteStart + byteLength)))
      const cut = await dataset.readRecordText(row, 3)
      expect(text.startsWith(cut.text) || text.includes('\ufffd')).toBe(true)
      expect(cut.truncated).toBe(byteLength > 3)
    }
    await expect(dataset.readRecordText(numRows, 10)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('ends in rows, issues or one coded error when cut anywhere', async () => {
    const numLines = decoder.decode(bytes).split(/[\r\n,]/).length // a quote no longer closed makes rows of lines
    for (let length = 0; length < Math.min(bytes.length, 400); length++) {
      const outcome = await open(memorySource(bytes.subarray(0, length))).then(scanned, (error: unknown) => error)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(EngineError)
      else expect((outcome as { rows: string[] }).rows.length).toBeLessThanOrEqual(numLines)
    }
  })

  it('ends well when a part of it turns into something else', async () => {
    const numRows = (await scanned(await open(source))).rows.length
    for (const fill of [0x00, 0x22, 0x0a, 0x7b, 0xff]) {
      for (let at = 0; at < Math.min(bytes.length, 120); at += 5) {
        const outcome = await open(poisonedSource(source, at, at + 3, fill)).then(scanned, (error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(EngineError)
        else expect((outcome as { rows: string[] }).rows.length).toBeLessThanOrEqual(numRows + 3)
      }
    }
  })

  it('tells when the source fails or was cut under it', async () => {
    if (bytes.length < 20) return
    const readFails = open(failingSource(source, bytes.length - 2)).then(scanned)
    await expect(readFails).rejects.toMatchObject({ code: 'source/read' })
    const dataset = await open(source)
    const cut = cutSource(source, bytes.length - 3)
    const passes = async () => {
      for await (const delta of indexRecords(cut, dataset.recordFormat, scalarKernels))
        expect(delta.complete).toBe(false)
    }
    await expect(passes()).rejects.toMatchObject({ code: 'source/changed' })
  })

  it('settles at once when aborted, and before it starts', async () => {
    if (bytes.length < 20) return
    const dataset = await open(source)
    await expect(scanned(dataset, { signal: AbortSignal.abort() })).rejects.toSatisfy(isAbortError)
    await expect(open(source, { signal: AbortSignal.abort() })).rejects.toSatisfy(isAbortError)
    const controller = new AbortController()
    const waiting = open(slowSource(source, 60_000), { signal: controller.signal })
    controller.abort()
    await expect(waiting).rejects.toSatisfy(isAbortError)

    const midway = new AbortController()
    const iterate = async () => {
      for await (const batch of dataset.scan({ batchRows: 1, signal: midway.signal })) {
        expect(batch.numRows).toBe(1)
        midway.abort()
      }
    }
    const numRows = (await scanned(dataset)).rows.length
    if (numRows > 1) await expect(iterate()).rejects.toSatisfy(isAbortError)
  })

  it('projects columns in the order asked for', async () => {
    const dataset = await open(source)
    const names = dataset.schema.fields.map((field) => field.name).reverse()
    const full = await scanned(dataset)
    const reversed = await scanned(dataset, { columns: names })
    expect(reversed.rows.map((row) => JSON.parse(row))).toEqual(full.rows.map((row) => JSON.parse(row)))
    if (names.length > 0 && full.rows.length > 0) {
      expect(Object.keys(JSON.parse(reversed.rows[0]!) as object)).toEqual(names)
    }
    expect((await scanned(dataset, { columns: [] })).rows).toEqual(full.rows.map(() => '{}'))
    await expect(scanned(dataset, { columns: ['no such'] })).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('takes a schema given, and then reads no sample', async () => {
    const dataset = await open(source)
    const schema = new Schema([...dataset.schema.fields, nullableField('absent', new Utf8())])
    const counting = countingSource(source)
    const given = await open(counting, { schema })
    expect(given.schema).toBe(schema)
    expect(given.extent).toEqual({ numRows: 0, exact: false })
    expect(counting.reads).toBe(bytes.length === 0 ? 0 : 1)
    const full = await scanned(dataset)
    const withAbsent = full.rows.map((row) => ({ ...(JSON.parse(row) as object), absent: null }))
    expect((await scanned(given)).rows.map((row) => JSON.parse(row))).toEqual(withAbsent)
  })

  it('keeps the schema of a scan under way when another is put in force', async () => {
    const dataset = await open(source)
    const before = dataset.schema
    const scan = dataset.scan({ batchRows: 1 })[Symbol.asyncIterator]()
    for (let next = await scan.next(); !next.done; next = await scan.next()) {
      expect(next.value.schema.fields).toEqual(before.fields)
      dataset.setSchema(new Schema([]))
    }
    dataset.setSchema(new Schema([]))
    for await (const batch of dataset.scan({})) expect(batch.numCols).toBe(0)
  })
})
