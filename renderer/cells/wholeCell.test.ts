import { describe, expect, it } from 'vitest'
import type { CellValue } from '../../app/protocol/datasets.ts'
import { isAbortError } from '../../core/errors.ts'
import { readWholeCell } from './wholeCell.ts'

/** A cell that hands out about `step` bytes at a time, ending where a character ends, as the engine does. */
function cellOf(text: string, step: number) {
  const asked: number[] = []
  const bytes = new TextEncoder().encode(text)
  return {
    asked,
    readCell: async ({ start }: { start: number }): Promise<CellValue> => {
      asked.push(start)
      let end = Math.min(bytes.length, start + step)
      while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end--
      const piece = new TextDecoder().decode(bytes.subarray(start, end))
      const truncated = end < bytes.length
      return {
        column: 'a',
        type: 'utf8',
        kind: 'text',
        isNull: false,
        text: piece,
        byteLength: bytes.length,
        truncated,
      }
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

  it('counts in bytes, not in characters', async () => {
    const text = 'zürich 数据集 👩‍🔬 end'
    expect((await readWholeCell(cellOf(text, 5), address)).text).toBe(text)
    expect((await readWholeCell(cellOf(text, 5), address, { beginning: 'zürich 数' })).text).toBe(text)
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
