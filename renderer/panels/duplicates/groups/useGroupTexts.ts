import { useEffect, useMemo, useReducer } from 'react'
import type { DuplicateGroup, GroupText } from '../../../../app/protocol/dedup.ts'
import type { EngineApi } from '../../../../app/protocol/engine.ts'
import { type ComparedRow, comparedRows, rowsInOrder } from './groupTexts.ts'
import { Wanted } from './wanted.ts'

/** Rows whose texts are read at once, and shown before more are asked for. */
export const ROWS_PER_STEP = 10
/** What is read of one text; comparing more word by word would be felt. */
export const MOST_TEXT_BYTES = 98_304

interface GroupTexts {
  rows: ComparedRow[]
  loading: boolean
  /** Why some texts are missing; null while none is. */
  error: unknown
  retry(): void
}

/** The first `steps × ROWS_PER_STEP` rows of a group with their texts. What is no longer shown is abandoned. */
export function useGroupTexts(
  engine: Pick<EngineApi, 'readGroupTexts'>,
  datasetId: string,
  group: DuplicateGroup,
  steps: number,
): GroupTexts {
  const [drawn, redraw] = useReducer((count: number) => count + 1, 0)
  const { groupId } = group
  const rows = rowsInOrder(group)
  const key = rows.join()
  const texts = useMemo(() => {
    const all = key.split(',').map(Number)
    return new Wanted<GroupText[]>(
      (step, signal) => {
        const asked = all.slice(step * ROWS_PER_STEP, (step + 1) * ROWS_PER_STEP)
        return engine.readGroupTexts({ datasetId, groupId, rows: asked, maxBytes: MOST_TEXT_BYTES }, signal)
      },
      redraw,
      { held: all.length, atOnce: 1 },
    )
  }, [engine, datasetId, groupId, key])
  useEffect(() => {
    texts.want(stepsUpTo(steps))
    return () => texts.want([])
  }, [texts, steps])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` rises when texts have come
  return useMemo(() => {
    const wanted = stepsUpTo(Math.min(steps, Math.ceil(rows.length / ROWS_PER_STEP)))
    const known = new Map(wanted.flatMap((step) => (texts.get(step) ?? []).map((text) => [text.row, text] as const)))
    const error = wanted.map((step) => texts.errorOf(step)).find((one) => one !== undefined) ?? null
    return {
      rows: comparedRows(group, rows.slice(0, steps * ROWS_PER_STEP), known),
      loading: error === null && wanted.some((step) => texts.get(step) === null),
      error,
      retry: () => texts.retry(),
    }
  }, [texts, steps, group, drawn])
}

function stepsUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, step) => step)
}
