import { describe, expect, it } from 'vitest'
import { engineOnRows } from '../testing/engineOnRows.ts'

describe('statistics through the engine', () => {
  it('are told of a file and of views of it', async () => {
    const rows = [3, 5, 2].map((length, row) => ({ input_ids: Array.from({ length }, (_, i) => row * 10 + i) }))
    const on = await engineOnRows(rows)
    const { api } = on.engine
    try {
      const statsOf = async (datasetId: string, columns: string[] | null) => {
        const result = await on.resultOf((await api.startJob({ kind: 'stats', datasetId, columns })).jobId)
        if (result.kind !== 'stats') throw new Error(`a ${result.kind} came of it`)
        return result
      }
      const ofFile = await statsOf(on.datasetId, null)
      expect(ofFile).toMatchObject({ rows: 3, columns: [{ name: 'input_ids', nulls: 0, distinct: 3 }] })
      expect(ofFile.columns[0]?.lengths?.items).toMatchObject({ min: 2, max: 5, mean: 10 / 3 })

      const packed = await on.pack(on.datasetId, { strategy: 'concat', sequenceLen: 5 })
      const ofPacks = await statsOf(packed.datasetId, ['attention_mask', 'input_ids'])
      expect(ofPacks.rows).toBe(packed.summary.packs)
      expect(ofPacks.columns.map(({ name }) => name)).toEqual(['attention_mask', 'input_ids'])
      expect(ofPacks.columns[1]?.lengths?.items).toMatchObject({ min: 5, max: 5 })
    } finally {
      await on.engine.close()
    }
    expect(on.platform.openSources()).toBe(0)
  })

  it('can be cancelled', async () => {
    const on = await engineOnRows(Array.from({ length: 50_000 }, (_, i) => ({ input_ids: [i] })))
    const { api } = on.engine
    const { jobId } = await api.startJob({ kind: 'stats', datasetId: on.datasetId, columns: null })
    await api.cancelJob({ jobId })
    expect((await on.endOf(jobId)).state).toBe('canceled')
    await on.engine.close()
  })
})
