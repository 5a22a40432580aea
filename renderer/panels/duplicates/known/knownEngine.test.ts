import { expect, test } from 'vitest'
import { type KnownEngine, knownEngine } from './knownEngine.ts'

test('rows another dataset has come as groups of two, by their place in the list', async () => {
  const engine: KnownEngine = {
    listKnownRows: async ({ start, end }) => ({
      rows: Array.from({ length: end - start }, (_, i) => ({ row: 100 + start + i, otherRow: 7, similarity: 0.9 })),
      total: 50,
    }),
    readKnownTexts: async ({ index, maxBytes }) => ({
      own: { row: 100 + index, text: 'own text'.slice(0, maxBytes), truncated: true },
      other: { row: 7, text: 'other', truncated: false },
    }),
  }
  const groups = knownEngine(engine)
  expect(await groups.listDuplicateGroups({ datasetId: 'd', start: 10, end: 12, order: 'row' })).toEqual({
    groups: [
      { groupId: 10, size: 2, kept: 7, rows: [110], similarity: 0.9 },
      { groupId: 11, size: 2, kept: 7, rows: [111], similarity: 0.9 },
    ],
    total: 50,
  })
  const asked = { datasetId: 'd', groupId: 11, rows: [7], maxBytes: 3 }
  expect(await groups.readGroupTexts(asked)).toEqual([{ row: 111, text: 'own', truncated: true }])
})
