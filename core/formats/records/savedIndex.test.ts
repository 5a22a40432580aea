import { describe, expect, it } from 'vitest'
import { decodeIndex, encodeIndex, type SavedIndex } from './savedIndex.ts'

const saved: SavedIndex = {
  rows: {
    entryRows: Float64Array.of(0, 1024, 2000),
    entryOffsets: Float64Array.of(3, 50_000, 2 ** 40),
    numRows: 2500,
    byteEnd: 2 ** 40 + 7,
    complete: true,
  },
  schema: Uint8Array.of(1, 2, 3),
  issues: [{ severity: 'error', code: 'jsonl/bad-json', message: 'ö', rowStart: 7, rowEnd: 8, byteStart: 99 }],
  issueCount: 1234,
  drift: [{ path: 'a', firstRow: 3, types: [{ type: 'int' as const, firstRow: 3 }], becomes: 'int' as const }],
  learnt: { of: 'csv', names: ['a'], kinds: [2] },
  checkpoints: [
    { plainByte: 100, packedByte: 40, stateBytes: 0, edge: Uint8Array.of(9, 8) },
    { plainByte: 2000, packedByte: 900, stateBytes: 4096, edge: null },
    { plainByte: 3000, packedByte: 950, stateBytes: 0, edge: new Uint8Array(0) },
  ],
}

describe('a saved index', () => {
  it('comes back as it was', () => {
    expect(decodeIndex(encodeIndex(saved))).toEqual(saved)
    const empty = {
      ...saved,
      rows: { ...saved.rows, entryRows: new Float64Array(0), entryOffsets: new Float64Array(0) },
    }
    expect(decodeIndex(encodeIndex({ ...empty, issues: [], checkpoints: [] }))).toMatchObject({ issues: [] })
  })

  it('cut anywhere is none', () => {
    const bytes = encodeIndex(saved)
    for (let length = 0; length < bytes.length; length++) expect(decodeIndex(bytes.slice(0, length))).toBeNull()
  })

  it('with a changed byte is none or another one, never an error', () => {
    const bytes = encodeIndex(saved)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at]! ^= 0x15
      const decoded = decodeIndex(changed)
      if (decoded) expect(decoded.rows.entryRows).toHaveLength(decoded.rows.entryOffsets.length)
    }
  })

  it('whose entries do not ascend is none', () => {
    const rows = { ...saved.rows, entryRows: Float64Array.of(0, 2000, 1024) }
    expect(decodeIndex(encodeIndex({ ...saved, rows }))).toBeNull()
    expect(decodeIndex(encodeIndex({ ...saved, rows: { ...saved.rows, numRows: 2000 } }))).toBeNull()
  })
})
