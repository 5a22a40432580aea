import { afterEach, describe, expect, it } from 'vitest'
import type { SearchQuery } from '../../protocol/search.ts'
import { type EngineOnRows, engineOnRows } from '../../testing/engineOnRows.ts'

let open: EngineOnRows[] = []
afterEach(async () => {
  for (const { engine, platform } of open) {
    await engine.close()
    expect(platform.openSources()).toBe(0)
  }
  open = []
})

async function onRows(rows: readonly unknown[]): Promise<EngineOnRows> {
  const opened = await engineOnRows(rows)
  open.push(opened)
  return opened
}

const forText = (text: string): SearchQuery => ({ kind: 'text', text, ignoreCase: false })

async function found({ engine }: EngineOnRows, datasetId: string, query: SearchQuery, columns: string[] | null = null) {
  const rows: number[] = []
  let rowEnd = 0
  for await (const part of engine.api.searchRows({ datasetId, query, columns })) {
    rows.push(...part.rows)
    rowEnd = part.rowEnd
    expect(part.undecided).toEqual([])
  }
  return { rows, rowEnd }
}

describe('a search of a dataset', () => {
  it('goes through all rows, in the columns asked for', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ text: i % 4000 === 7 ? 'needle' : 'hay', other: `n${i}` }))
    const on = await onRows(rows)
    expect(await found(on, on.datasetId, forText('needle'))).toEqual({ rows: [7, 4007, 8007], rowEnd: 10_000 })
    expect(await found(on, on.datasetId, forText('n9999'))).toEqual({ rows: [9999], rowEnd: 10_000 })
    expect((await found(on, on.datasetId, forText('n9999'), ['text'])).rows).toEqual([])
  })

  it('names rows of a view as the file does', async () => {
    const on = await onRows(['a', 'b', 'a', 'ab', 'b'].map((text) => ({ text })))
    const { duplicatesId } = await on.run<'dedup'>({
      kind: 'dedup',
      datasetId: on.datasetId,
      spec: { key: { kind: 'columns', columns: ['text'] }, method: { kind: 'exact' }, keep: 'first', against: null },
    })
    expect(await found(on, duplicatesId, forText('b'))).toEqual({ rows: [4], rowEnd: 2 })
  })

  it('refuses unknown columns and empty texts, and can be left', async () => {
    const on = await onRows([{ text: 'a' }, { text: 'b' }])
    const { datasetId } = on
    await expect(found(on, datasetId, forText('a'), ['none'])).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(found(on, datasetId, forText(''))).rejects.toMatchObject({ code: 'argument/invalid' })
    const leaving = new AbortController()
    leaving.abort()
    const search = on.engine.api.searchRows({ datasetId, query: forText('a'), columns: null }, leaving.signal)
    await expect(search[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'AbortError' })
  })
})
