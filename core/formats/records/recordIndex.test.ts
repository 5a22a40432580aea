import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENTRY_BYTES, ENTRY_ROWS, SPLIT_BYTES } from './limits.ts'
import { EntryBuilder, RecordIndex, type RecordIndexDelta } from './recordIndex.ts'
import { recordSplits } from './recordSplits.ts'

/** Deltas of a pass over rows of `rowBytes`, `rowsPerDelta` each, going on after an entry of `index` if it has one. */
function pass(numRows: number, rowBytes: number, rowsPerDelta: number, index?: RecordIndex): RecordIndexDelta[] {
  const after = index?.lastEntry ?? null
  const entries = new EntryBuilder(after)
  const deltas: RecordIndexDelta[] = []
  let row = after?.row ?? 0
  while (row < numRows) {
    const end = Math.min(numRows, row + rowsPerDelta)
    for (; row < end; row++) entries.add(row, row * rowBytes)
    deltas.push(entries.take(row, row * rowBytes, row === numRows))
  }
  return deltas
}

describe('RecordIndex', () => {
  it('has an entry every 1,024 short rows, and for every row of a mebibyte', () => {
    const short = new RecordIndex()
    for (const delta of pass(5000, 10, 100)) short.absorb(delta)
    expect(short.numEntries).toBe(5)
    expect(short.locate(2047)).toEqual({ row: ENTRY_ROWS, byteStart: ENTRY_ROWS * 10 })
    expect(short.locate(2048)).toEqual({ row: 2048, byteStart: 20_480 })
    expect(short.locate(5000)).toBeNull()
    expect(short.firstEntryFrom(1025)).toEqual({ row: 2048, byteStart: 20_480 })
    expect(short.firstEntryFrom(1024)).toEqual({ row: 1024, byteStart: 10_240 })
    expect(short.firstEntryFrom(4097)).toBeNull()

    const heavy = new RecordIndex()
    for (const delta of pass(200, ENTRY_BYTES, 7)) heavy.absorb(delta)
    expect(heavy.numEntries).toBe(200)
    expect(heavy.locate(123)).toEqual({ row: 123, byteStart: 123 * ENTRY_BYTES })
  })

  it('is the same however passes overlap', () => {
    const rows = fc.integer({ min: 1, max: 6000 })
    const steps = fc.array(fc.record({ stop: rows, perDelta: rows }), { maxLength: 6 })
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 3000 }), steps, (numRows, rowBytes, overlapping) => {
        const expected = new RecordIndex()
        for (const delta of pass(numRows, rowBytes, numRows)) expected.absorb(delta)
        const index = new RecordIndex()
        for (const { stop, perDelta } of overlapping) {
          for (const delta of pass(numRows, rowBytes, perDelta, index)) {
            if (delta.numRows > stop) break
            index.absorb(delta)
          }
        }
        for (const delta of pass(numRows, rowBytes, 777)) index.absorb(delta)
        expect(index.complete).toBe(true)
        expect(index.numRows).toBe(numRows)
        expect(index.numEntries).toBe(expected.numEntries)
        for (let i = 0; i < index.numEntries; i++) expect(index.entryAt(i)).toEqual(expected.entryAt(i))
      }),
      { numRuns: 60 },
    )
  })

  it('changes no more once complete', () => {
    const index = new RecordIndex()
    for (const delta of pass(10, 10, 10)) index.absorb(delta)
    for (const delta of pass(20, 10, 20)) index.absorb(delta)
    expect(index).toMatchObject({ numRows: 10, byteEnd: 100, complete: true })
  })

  it('is divided into splits of 8 MiB or more, without gaps', () => {
    const index = new RecordIndex()
    expect(recordSplits(index)).toEqual([])
    for (const delta of pass(20, SPLIT_BYTES / 4, 3)) index.absorb(delta)
    expect(recordSplits(index)).toEqual([
      { rowStart: 0, rowEnd: 4 },
      { rowStart: 4, rowEnd: 8 },
      { rowStart: 8, rowEnd: 12 },
      { rowStart: 12, rowEnd: 16 },
      { rowStart: 16, rowEnd: 20 },
    ])
  })
})
