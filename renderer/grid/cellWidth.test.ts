import { describe, expect, it } from 'vitest'
import type { ColumnInfo } from '../../app/protocol/datasets.ts'
import { estimateColumnWidth } from './cellWidth.ts'

const column = (name: string, type = 'int64'): ColumnInfo => ({
  name,
  type,
  kind: type === 'int64' ? 'integer' : 'text',
  nullable: true,
  tokens: null,
})
const sample = (...texts: string[]) => ({ name: 'x', texts, flags: new Uint8Array(texts.length) })

describe('estimateColumnWidth', () => {
  it('gives short columns a least width and long ones a greatest', () => {
    expect(estimateColumnWidth(column('i'), sample('1', '2'))).toBe(72)
    expect(estimateColumnWidth(column('text', 'utf8'), sample('x'.repeat(5_000)))).toBe(340)
  })

  it('shows the whole name without a sample', () => {
    expect(estimateColumnWidth(column('conversation_id'), undefined)).toBeGreaterThan(15 * 7.6)
  })

  it('is not stretched by one odd cell in many', () => {
    const texts = [...Array<string>(19).fill('12'), 'x'.repeat(60)]
    expect(estimateColumnWidth(column('n', 'utf8'), sample(...texts))).toBe(72)
  })

  it('shows every number whole', () => {
    const texts = [...Array<string>(19).fill('12'), '1'.repeat(19)]
    expect(estimateColumnWidth(column('n'), sample(...texts))).toBeGreaterThan(19 * 8)
  })

  it('gives wide scripts more room than narrow ones', () => {
    const narrow = estimateColumnWidth(column('t', 'utf8'), sample('abcdefghijklmno'))
    expect(estimateColumnWidth(column('t', 'utf8'), sample('数据集的每一行文字很重要啊嗯'))).toBeGreaterThan(narrow)
  })
})
