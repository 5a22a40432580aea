import { describe, expect, it } from 'vitest'
import { sliceBatch } from '../../table/batches.ts'
import { tokenTableBatch } from '../../testing/tokenRows.ts'
import { ROW_UNUSABLE } from '../plan/packPlan.ts'
import { countTokens, countTrained, UNUSABLE_ROW } from './countTokens.ts'
import { readRowTokens } from './rowTokens.ts'

const SOURCE = { ids: 'input_ids', labels: 'labels', mask: 'attention_mask' }

describe('countTokens', () => {
  it('counts tokens and those that are trained on', () => {
    const batch = tokenTableBatch({
      input_ids: { rows: [[1, 2, 3], [], null, [4]], item: 'int64' },
      labels: { rows: [[-100, 2, -100], [], null, [4]] },
    })
    const { lengths, trained, issues } = countTokens(batch, { ...SOURCE, mask: null }, -100, 0)
    expect([...lengths]).toEqual([3, 0, ROW_UNUSABLE, 1])
    expect([...trained!]).toEqual([1, 0, 0, 1])
    expect(issues).toEqual([])
    expect(countTokens(batch, { ids: 'input_ids', labels: null, mask: null }, -100, 0).trained).toBeNull()
  })

  it('leaves rows out that cannot be packed, and says why and where', () => {
    const batch = tokenTableBatch({
      input_ids: { rows: [[9], [1, 2], [1, 2], [1, 2], [2n ** 31n], [1, null], [1], [5]], item: 'int64' },
      labels: { rows: [[9], [1], null, [1, 2], [1], [1, 2], [1], [5]] },
      attention_mask: { rows: [[1], [1, 1], [1, 1], [1, 1, 1], [1], [1, 1], [128], [1]], item: 'int64' },
    })
    for (const [rowStart, rows] of [
      [0, batch],
      [1, sliceBatch(batch, 1, 8)],
    ] as const) {
      const { lengths, issues } = countTokens(rows, SOURCE, -100, 1000 + rowStart)
      expect([...lengths].slice(-1)).toEqual([1])
      expect(issues.map((issue) => issue.rowStart)).toEqual([1001, 1002, 1003, 1004, 1005, 1006])
      expect(issues.every((issue) => lengths[issue.rowStart! - 1000 - rowStart] === ROW_UNUSABLE)).toBe(true)
      expect(issues.map((issue) => issue.message)).toEqual([
        'row 1001 cannot be packed: 2 input_ids beside 1 labels',
        'row 1002 cannot be packed: labels is null beside 2 input_ids',
        'row 1003 cannot be packed: 2 input_ids beside 3 attention_mask',
        'row 1004 cannot be packed: item 0 of input_ids is null or does not fit int32',
        'row 1005 cannot be packed: item 1 of input_ids is null or does not fit int32',
        'row 1006 cannot be packed: attention_mask holds 128, which is not in 0..127',
      ])
      expect(issues[0]).toMatchObject({ severity: 'warning', code: UNUSABLE_ROW, rowEnd: 1002 })
    }
  })

  it('counts what is trained on in parts of a row', () => {
    const table = { input_ids: { rows: [[0], [1, 2, 3, 4, 5]] }, labels: { rows: [[0], [-100, 2, 3, -100, 5]] } }
    const tokens = readRowTokens(tokenTableBatch(table), { ...SOURCE, mask: null })
    expect(countTrained(tokens, 1, 0, 2, -100)).toBe(1)
    expect(countTrained(tokens, 1, 2, 3, -100)).toBe(2)
    expect(countTrained({ ...tokens, labels: null }, 1, 2, 3, -100)).toBe(3)
  })
})
