import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnInfo } from '../../app/protocol/datasets.ts'
import {
  type ColumnSetting,
  columnAt,
  columnWindow,
  layoutColumns,
  MAX_COLUMN_PX,
  MIN_COLUMN_PX,
  moveColumn,
  reconcileSettings,
  resizeColumn,
  setColumnsHidden,
  shiftColumn,
} from './columns.ts'

const info = (name: string): ColumnInfo => ({ name, type: 'utf8', kind: 'text', nullable: true, tokens: 'text' })
const settings = (names: string, hidden = ''): ColumnSetting[] =>
  [...names].map((name) => ({ name, width: 100, hidden: hidden.includes(name), autoWidth: true }))
const names = (list: readonly { name: string }[]) => list.map((item) => item.name).join('')

describe('column layout', () => {
  it('shows visible columns in the order of the settings, not of the schema', () => {
    const layout = layoutColumns([info('a'), info('b'), info('c')], settings('cab', 'a'))
    expect(names(layout.columns)).toBe('cb')
    expect([...layout.lefts]).toEqual([0, 100, 200])
  })

  it('passes over settings of columns that are gone', () => {
    expect(names(layoutColumns([info('b')], settings('ab')).columns)).toBe('b')
  })

  it('gives spare room to wide automatic columns only', () => {
    const [a, b, c] = settings('abc')
    const wide = [a!, { ...b!, width: 300 }, { ...c!, width: 400, autoWidth: false }]
    const infos = [info('a'), info('b'), info('c')]
    expect(layoutColumns(infos, wide, 900).widths).toEqual([100, 400, 400])
    expect(layoutColumns(infos, wide, 9_000).widths).toEqual([100, 1_000, 400])
    expect(layoutColumns(infos, wide, 500).widths).toEqual([100, 300, 400])
    expect(layoutColumns(infos, resizeColumn(wide, 'b', 350), 900).widths).toEqual([100, 350, 400])
  })

  it('keeps what is known and appends what is new', () => {
    const kept = reconcileSettings(settings('ba', 'a'), [info('a'), info('b'), info('c')], () => 5)
    expect(names(kept)).toBe('bac')
    expect(kept[1]).toMatchObject({ hidden: true, width: 100 })
    expect(kept[2]).toMatchObject({ hidden: false, width: MIN_COLUMN_PX })
  })
})

describe('columnWindow', () => {
  const lefts = Float64Array.from({ length: 10_001 }, (_, i) => i * 100)
  it.each([
    ['at the left', 0, 1_000, 0, [0, 11]],
    ['with overscan', 5_000, 1_000, 150, [48, 62]],
    ['between edges', 5_050, 1_000, 0, [50, 61]],
    ['at the right end', 999_000, 1_000, 150, [9_988, 10_000]],
    ['beyond the end', 2_000_000, 1_000, 0, [9_999, 10_000]],
  ])('%s', (_, pos, view, overscan, expected) => {
    expect(columnWindow(lefts, pos, view, overscan)).toEqual(expected)
  })

  it('is empty without columns', () => {
    expect(columnWindow(new Float64Array(1), 0, 500)).toEqual([0, 0])
  })

  it('holds every column that touches the window, whatever the widths', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 44, max: 500 }), { minLength: 1, maxLength: 60 }),
        fc.nat(20_000),
        fc.integer({ min: 1, max: 1_500 }),
        (widths, pos, view) => {
          const edges = new Float64Array(widths.length + 1)
          widths.forEach((width, i) => {
            edges[i + 1] = edges[i]! + width
          })
          const [start, end] = columnWindow(edges, pos, view, 0)
          for (let c = 0; c < widths.length; c++) {
            const touches = edges[c + 1]! > pos && edges[c]! < pos + view
            if (touches) expect(c >= start && c < end).toBe(true)
          }
          expect(end - start).toBeLessThanOrEqual(view / 44 + 2)
        },
      ),
    )
  })
})

describe('columnAt', () => {
  const lefts = Float64Array.from([0, 50, 250])
  it.each([
    [-1, -1],
    [0, 0],
    [49, 0],
    [50, 1],
    [249, 1],
    [250, -1],
  ])('pixel %i is column %i', (x, column) => expect(columnAt(lefts, x)).toBe(column))
})

describe('column changes', () => {
  it('clamps widths', () => {
    expect(resizeColumn(settings('ab'), 'a', 1)[0]!.width).toBe(MIN_COLUMN_PX)
    expect(resizeColumn(settings('ab'), 'a', 9e9)[0]!.width).toBe(MAX_COLUMN_PX)
    expect(resizeColumn(settings('ab'), 'a', 123.4)[0]!.width).toBe(123)
  })

  it('hides and shows sets of columns', () => {
    const hidden = setColumnsHidden(settings('abc'), new Set(['a', 'c']), true)
    expect(hidden.map((s) => s.hidden)).toEqual([true, false, true])
    expect(setColumnsHidden(hidden, new Set(['c']), false).map((s) => s.hidden)).toEqual([true, false, false])
  })

  it.each([
    ['a', 'c', 'bacd'],
    ['d', 'a', 'dabc'],
    ['a', null, 'bcda'],
    ['b', 'b', 'abcd'],
    ['x', 'a', 'abcd'],
  ])('moves %s before %s', (name, before, result) => {
    expect(names(moveColumn(settings('abcd'), name, before))).toBe(result)
  })

  it.each([
    ['a', 1, 'bacd'],
    ['d', -1, 'abdc'],
    ['a', -1, 'abcd'],
    ['d', 5, 'abcd'],
  ])('shifts %s by %i', (name, by, result) => {
    expect(names(shiftColumn(settings('abcd'), name, by))).toBe(result)
  })

  it('shifts past hidden columns in one step', () => {
    expect(names(shiftColumn(settings('abcd', 'b'), 'a', 1).filter((s) => !s.hidden))).toBe('cad')
  })
})
