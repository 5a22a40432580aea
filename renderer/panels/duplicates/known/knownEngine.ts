import type { DuplicateGroup } from '../../../../app/protocol/dedup.ts'
import type { EngineApi } from '../../../../app/protocol/engine.ts'
import type { GroupsEngine } from '../groups/groupLines.ts'

export type KnownEngine = Pick<EngineApi, 'listKnownRows' | 'readKnownTexts'>

/**
 * Rows that another dataset has, as the list of groups takes them: a group of two each, whose `kept` is the row of the
 * other dataset and whose only listed row is the own one; `groupId` is the place in the list.
 */
export function knownEngine(engine: KnownEngine): GroupsEngine {
  return {
    async listDuplicateGroups({ datasetId, start, end }, signal) {
      const { rows, total } = await engine.listKnownRows({ datasetId, start, end }, signal)
      const groups = rows.map(
        ({ row, otherRow, similarity }, i): DuplicateGroup => ({
          groupId: start + i,
          size: 2,
          kept: otherRow,
          rows: [row],
          similarity,
        }),
      )
      return { groups, total }
    },
    async readGroupTexts({ datasetId, groupId, maxBytes }, signal) {
      const { own } = await engine.readKnownTexts({ datasetId, index: groupId, maxBytes }, signal)
      return [own]
    },
  }
}
