import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { recordCases } from '../../testing/recordCases.ts'
import { rowTexts } from '../../testing/rows.ts'
import type { RecordBlock } from './recordBlock.ts'
import type { RecordFormat, RecordSpan } from './recordFormat.ts'
import { scanRecords } from './scanRecords.ts'
import { surveyRecords } from './surveyRecords.ts'

/** The same format, reading up to `runs[n]` records at once at its n-th turn, then leaving one to `read` or `add`. */
function inRuns(format: RecordFormat, runs: readonly number[]): RecordFormat {
  let turn = 0
  const take = (block: RecordBlock, from: number, to: number, one: (record: RecordSpan) => void) => {
    const end = Math.min(to, from + runs[turn++ % runs.length]!)
    const { bytes, bytesAt, starts, ends, row } = block
    for (let i = from; i < end; i++) one({ bytes, bytesAt, start: starts[i]!, end: ends[i]!, row: row + i })
    return end
  }
  return {
    ...format,
    createReader(schema, wanted, onIssue) {
      const reader = format.createReader(schema, wanted, onIssue)
      return {
        batch: reader.batch,
        read: (record) => reader.read(record),
        readBlock: (block, from, to) => take(block, from, to, (record) => reader.read(record)),
      }
    },
    createInference(onIssue) {
      const inference = format.createInference(onIssue)
      return {
        add: (record) => inference.add(record),
        addBlock: (block, from, to) => take(block, from, to, (record) => inference.add(record)),
        schema: () => inference.schema(),
        columnIssues: () => inference.columnIssues(),
      }
    },
  }
}

describe.each(recordCases)('$name', ({ bytes, open }) => {
  const source = memorySource(bytes)

  it('gives the same rows, issues and batches wherever a block reader stops', async () => {
    const { recordFormat, schema } = await open(source)
    const inARow = await pass(recordFormat, 1024, 5)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(6), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(1, 9, 64, 1024),
        async (runs, chunkBytes) => {
          expect(await pass(inRuns(recordFormat, runs), chunkBytes, 5)).toEqual(inARow)
        },
      ),
      { numRuns: 15 },
    )

    async function pass(format: RecordFormat, chunkBytes: number, batchRows: number) {
      const told: unknown[] = []
      const batches: string[][] = []
      const entry = { row: 0, byteStart: format.dataStart }
      const rows = { entry, rowStart: 1, rowEnd: 33, batchRows, schema, wanted: schema }
      const scan = { source, format, kernels: scalarKernels, chunkBytes, ...rows }
      for await (const batch of scanRecords({ ...scan, onIssue: (issue) => told.push(issue) })) {
        batches.push(rowTexts(batch))
      }
      for await (const event of surveyRecords(source, format, scalarKernels, { chunkBytes })) {
        told.push(...event.issues)
        if (event.schema) told.push(String(event.schema))
      }
      return { batches, told }
    }
  })
})
