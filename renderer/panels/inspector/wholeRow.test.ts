import { describe, expect, it } from 'vitest'
import type { CellValue, RowDetail } from '../../../app/protocol/datasets.ts'
import { readWholeRowJson, rowBytes } from './wholeRow.ts'

const values: Record<string, { kind: CellValue['kind']; type: string; text: string; isNull?: boolean }> = {
  'long "text"': { kind: 'text', type: 'utf8', text: 'say "hi"\n'.repeat(50) },
  ids: { kind: 'list', type: 'list<int64>', text: `[${Array(200).fill('9007199254740993').join(',')}]` },
  any: { kind: 'text', type: 'json', text: '{"a":[1,2]}' },
  nothing: { kind: 'text', type: 'utf8', text: '', isNull: true },
}

function cell(column: string, start: number, max: number): CellValue {
  const { kind, type, text, isNull = false } = values[column]!
  const piece = text.slice(start, start + max)
  return {
    column,
    kind,
    type,
    isNull,
    text: piece,
    byteLength: text.length,
    truncated: start + piece.length < text.length,
  }
}
const engine = { readCell: async ({ column, start }: { column: string; start: number }) => cell(column, start, 100) }
const detail = (json: string | null): RowDetail => ({
  datasetId: 'd',
  row: 3,
  rowNumber: 3,
  cells: Object.keys(values).map((name) => cell(name, 0, 64)),
  json,
  rawText: null,
  issues: [],
})

describe('readWholeRowJson', () => {
  it('uses the JSON that came with the row', async () => {
    expect(await readWholeRowJson(engine, detail('{"a":1}'))).toBe('{"a":1}')
  })

  it('pieces a long row together, numbers exact', async () => {
    const json = await readWholeRowJson(engine, detail(null))
    expect(json).toContain('9007199254740993,9007199254740993')
    expect(JSON.parse(json!)).toEqual({
      'long "text"': values['long "text"']!.text,
      ids: JSON.parse(values.ids!.text),
      any: { a: [1, 2] },
      nothing: null,
    })
  })

  it('gives up on a row longer than it may hold', async () => {
    expect(await readWholeRowJson(engine, detail(null), undefined, 300)).toBeNull()
  })

  it('knows what a row weighs', () => {
    expect(rowBytes(detail(null))).toBe(450 + 3402 - 1 + 11)
  })
})
