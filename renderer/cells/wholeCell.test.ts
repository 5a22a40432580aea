import { describe, expect, it } from 'vitest'
import type { CellValue } from '../../app/protocol/datasets.ts'
import { isAbortError } from '../../core/errors.ts'
import { readWholeCell } from './wholeCell.ts'

/** A cell that hands out `step` characters at a time. */
function cellOf(text: string, step: number) {
  const asked: number[] = []
  return {
    asked,
    readCell: async ({ start }: { start: number }): Promise<CellValue> => {
      asked.push(start)
      const piece = text.slice(start, start + step)
      const truncated = start + piece.length < text.length
      return { column: 'a', type: 'utf8', kind: 'text', isNull: false, text: piece, byteLength: text.length, truncated }
    },
  }
}
const address = { datasetId: 'd', row: 1, column: 'a' }

describe('readWholeCell', () => {
  it('pieces a long value together', async () => {
    const engine = cellOf('abcdefghij', 4)
    expect(await readWholeCell(engine, address)).toMatchObject({ text: 'abcdefghij', complete: true })
    expect(engine.asked).toEqual([0, 4, 8])
  })

  it('goes on from a beginning', async () => {
    const engine = cellOf('abcdefghij', 4)
    expect((await readWholeCell(engine, address, { beginning: 'abcdef' })).text).toBe('abcdefghij')
    expect(engine.asked).toEqual([6])
  })

  it('stops at the limit and says so', async () => {
    expect(await readWholeCell(cellOf('abcdefghij', 4), address, { maxChars: 5 })).toMatchObject({
      text: 'abcdefgh',
      complete: false,
    })
  })

  it('does not hang on an engine that makes no progress', async () => {
    expect(await readWholeCell(cellOf('abc', 0), address)).toMatchObject({ text: '', complete: false })
  })

  it('stops when aborted', async () => {
    const stop = new AbortController()
    const engine = cellOf('abcdefghij', 1)
    const stopping: typeof engine.readCell = async (params) => {
      if (engine.asked.length === 2) stop.abort()
      return engine.readCell(params)
    }
    const read = readWholeCell({ readCell: stopping }, address, { signal: stop.signal })
    expect(isAbortError(await read.catch((error) => error))).toBe(true)
    expect(engine.asked.length).toBeLessThan(5)
  })
})
