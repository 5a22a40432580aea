import { expect, test } from 'vitest'
import type { DuplicateGroup, GroupOrder } from '../../../../app/protocol/dedup.ts'
import { abortError } from '../../../../core/errors.ts'
import { GroupLines, type GroupsEngine, PER_PAGE } from './groupLines.ts'
import { lineAfterKey, previewOf } from './listMoves.ts'

const group = (groupId: number): DuplicateGroup => ({
  groupId,
  size: 2,
  kept: groupId * 10,
  rows: [],
  similarity: null,
})

/** An engine of `total` groups, numbered from the end; lists and texts wait until they are let go. */
function harness(total: number) {
  const listed: { start: number; order: GroupOrder; signal: AbortSignal | undefined }[] = []
  const read: number[] = []
  let gates: (() => void)[] = []
  const gate = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(abortError()))
      gates.push(resolve)
    })
  const engine: GroupsEngine = {
    async listDuplicateGroups({ start, end, order }, signal) {
      listed.push({ start, order, signal })
      await gate(signal)
      const ids = Array.from({ length: Math.max(0, Math.min(end, total) - start) }, (_, i) => total - 1 - start - i)
      return { groups: ids.map(group), total }
    },
    async readGroupTexts({ groupId, rows }, signal) {
      read.push(groupId)
      await gate(signal)
      if (groupId === 7) throw new Error('unreadable')
      return rows.map((row) => ({ row, text: `text\n of row ${row}`, truncated: false }))
    },
  }
  const open = async () => {
    while (gates.length > 0) {
      const opened = gates
      gates = []
      for (const let_go of opened) let_go()
      await new Promise<void>((resolve) => setTimeout(resolve))
    }
  }
  let changes = 0
  const lines = new GroupLines(engine, 'kept', 'size', () => {
    changes++
  })
  return { lines, listed, read, open, changes: () => changes }
}

test('lines come page by page, the selected one along', async () => {
  const { lines, listed, open } = harness(1_000)
  lines.want(PER_PAGE - 5, PER_PAGE + 20, 999)
  expect(lines.at(PER_PAGE)).toBeNull()
  await open()
  expect(listed.map(({ start, order }) => [start, order])).toEqual([
    [900, 'size'],
    [0, 'size'],
    [100, 'size'],
  ])
  expect(lines.at(PER_PAGE)).toEqual(group(899))
  expect(lines.at(999)).toEqual(group(0))
})

test('scrolling on abandons what was asked for, and nothing of it is shown', async () => {
  const { lines, listed, open, changes } = harness(5_000)
  lines.want(0, 20, 0)
  lines.want(4_000, 4_020, 4_000)
  expect(listed[0]?.signal?.aborted).toBe(true)
  await open()
  expect([lines.at(0), lines.at(4_000)?.groupId, lines.errorAt(0), changes()]).toEqual([null, 999, undefined, 1])
})

test('texts of the lines on screen; one that cannot be read leaves its line empty', async () => {
  const { lines, read, open } = harness(10)
  lines.wantPreviews(0, 3) // not listed yet
  lines.want(0, 10, 0)
  await open()
  lines.wantPreviews(1, 4)
  await open()
  expect(read).toEqual([8, 7, 6])
  expect([8, 7, 6, 5].map((id) => lines.preview(id))).toEqual(['text of row 80', null, 'text of row 60', null])
  lines.wantPreviews(1, 4)
  await open()
  expect(read.length).toBe(3)
})

test('keys stay within the list', () => {
  const after = (line: number, key: string) => lineAfterKey(line, key, 50, 10)
  expect([after(0, 'ArrowUp'), after(0, 'ArrowDown'), after(45, 'PageDown'), after(3, 'PageUp')]).toEqual([0, 1, 49, 0])
  expect([after(9, 'Home'), after(9, 'End'), after(9, 'x'), after(9, 'Enter')]).toEqual([0, 49, null, null])
})

test('a preview is one line', () => {
  expect(previewOf('  a\n\n\tb  c ')).toBe('a b c')
})
