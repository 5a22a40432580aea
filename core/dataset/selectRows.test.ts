import { Data, Dictionary, Field, Int32, Schema, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../errors.ts'
import type { Issue } from '../issues.ts'
import { batchBytes, makeBatch } from '../table/batches.ts'
import { readAll } from '../testing/golden.ts'
import { listsOf, tokenTableDataset } from '../testing/tokenRows.ts'
import type { Dataset } from './dataset.ts'
import { selectRows } from './selectRows.ts'

const table = (numRows: number) => ({
  x: { rows: Array.from({ length: numRows }, (_, n) => (n % 7 === 6 ? null : [n, n])) },
  y: { rows: Array.from({ length: numRows }, (_, n) => [1000 + n]) },
})
const valuesOf = (rows: readonly number[]) => rows.map((n) => [1000 + n])

async function read(dataset: Dataset, request: Parameters<Dataset['scan']>[0] = {}) {
  const { batches, issues } = await readAll(dataset, request)
  return { y: listsOf(batches, 'y'), issues, batches }
}

/** Every row has an issue of its own in batches of ten; the dataset has one too. */
function complaining(base: Dataset, told: (row: number) => boolean): Dataset {
  return {
    ...base,
    async *scan(request) {
      const issue: Issue = {
        severity: 'error',
        code: 'x/bad',
        message: 'bad',
        rowStart: null,
        rowEnd: null,
        byteStart: null,
      }
      request.onIssue?.(issue)
      let row = request.rowStart ?? 0
      for await (const batch of base.scan(request)) {
        for (let at = row; at < row + batch.numRows; at++) {
          if (told(at)) request.onIssue?.({ ...issue, rowStart: at, rowEnd: at + 1 })
        }
        row += batch.numRows
        yield batch
      }
    },
  }
}

describe('selectRows', () => {
  it('gives any rows in any order, whole and in part, in batches no larger than asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(299), { maxLength: 200 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        fc.tuple(fc.nat(220), fc.nat(220), fc.integer({ min: 1, max: 70 })),
        async (picks, sorted, baseRows, [a, b, batchRows]) => {
          const rows = sorted ? [...new Set(picks)].sort((left, right) => left - right) : picks
          const base = tokenTableDataset(table(300), baseRows)
          const view = selectRows(base, Uint32Array.from(rows))
          expect(view.extent).toEqual({ numRows: rows.length, exact: true })
          expect((await read(view)).y).toEqual(valuesOf(rows))
          const [rowStart, rowEnd] = [Math.min(a, b), Math.max(a, b)]
          const part = await read(view, { rowStart, rowEnd, batchRows, columns: ['y'] })
          expect(part.y).toEqual(valuesOf(rows.slice(rowStart, rowEnd)))
          for (const batch of part.batches) {
            expect(batch.numRows).toBeLessThanOrEqual(batchRows)
            expect(batch.schema.fields.map((field) => field.name)).toEqual(['y'])
          }
          expect(rows.map((_, i) => view.rowNumber?.(i))).toEqual(rows)
          expect(base.open).toBe(0)
        },
      ),
    )
  })

  it('keeps whole rows, nulls too', async () => {
    const base = tokenTableDataset(table(40), 9)
    const { rows } = await readAll(base)
    const wanted = [6, 5, 39, 0, 6, 13]
    expect((await readAll(selectRows(base, Uint32Array.from(wanted)))).rows).toEqual(wanted.map((row) => rows[row]))
  })

  it('names the rows of what was opened, through views of views', () => {
    const base = tokenTableDataset(table(40), 9)
    const inner = selectRows(base, Uint32Array.of(30, 20, 10))
    expect([0, 1].map((row) => selectRows(inner, Uint32Array.of(2, 0)).rowNumber?.(row))).toEqual([10, 30])
  })

  it('reads the rows asked for only: near ones by one scan, far gaps not at all', async () => {
    const base = tokenTableDataset(table(30_000), 4096)
    const rows = Uint32Array.of(100, 200, 9_000, 20_000, 20_001)
    const ranges = () => base.requests.splice(0).map(({ rowStart, rowEnd }) => [rowStart, rowEnd])
    await read(selectRows(base, rows))
    expect(ranges()).toEqual([
      [100, 201],
      [9_000, 9_001],
      [20_000, 20_002],
    ])
    await read(selectRows(base, rows.toReversed()))
    expect(ranges()).toEqual([
      [100, 201],
      [9_000, 9_001],
      [20_000, 20_002],
    ])
    await read(selectRows(base, rows.toReversed()), { rowStart: 1, rowEnd: 3 })
    expect(ranges()).toEqual([
      [9_000, 9_001],
      [20_000, 20_001],
    ])
  })

  it('shares the buffers of rows that follow each other', async () => {
    const base = tokenTableDataset(table(1000), 1000)
    const view = selectRows(
      base,
      Uint32Array.from({ length: 500 }, (_, i) => i + 200),
    )
    const { batches } = await read(view)
    const [whole] = (await read(base)).batches
    expect(batches[0]?.data.children[1]?.children[0]?.values.buffer).toBe(
      whole?.data.children[1]?.children[0]?.values.buffer,
    )
  })

  it('maps the base splits to its own rows', () => {
    const splits = [0, 100, 200].map((rowStart) => ({ rowStart, rowEnd: rowStart + 100 }))
    const base = { ...tokenTableDataset(table(300), 10), splits }
    expect(selectRows(base, Uint32Array.of(5, 99, 250)).splits).toEqual([
      { rowStart: 0, rowEnd: 2 },
      { rowStart: 2, rowEnd: 3 },
    ])
    expect(selectRows(base, Uint32Array.of(99, 5)).splits).toEqual([{ rowStart: 0, rowEnd: 2 }])
  })

  it.each([
    ['ascending', [3, 4, 8, 20], [1, 2]],
    ['any order, twice', [20, 8, 4, 8], [1, 2, 3]],
  ])('tells issues at the positions that show their rows: %s', async (_name, rows, expected) => {
    const base = complaining(tokenTableDataset(table(30), 10), (row) => row === 4 || row === 8 || row === 9)
    const { issues } = await read(selectRows(base, Uint32Array.from(rows)))
    const positions = issues.flatMap(({ rowStart, rowEnd }) =>
      rowStart === null ? [] : Array.from({ length: rowEnd! - rowStart }, (_, i) => rowStart + i),
    )
    expect(positions.sort()).toEqual(expected)
    expect(issues.some((issue) => issue.rowStart === null)).toBe(true)
    const later = await read(selectRows(base, Uint32Array.from(rows)), { rowStart: 1 })
    expect(
      later.issues
        .map((issue) => issue.rowStart)
        .filter((row) => row !== null)
        .sort(),
    ).toEqual(expected)
  })

  it('gathers as many rows in a pass as its bound allows: few while they are heavy, more when they get lighter', async () => {
    const itemsOf = (row: number) => (row < 100 ? 10 : 1000) // the last rows come first, and they weigh most
    const weights = Array.from({ length: 2000 }, (_, row) => new Array<number>(itemsOf(row)).fill(row))
    const base = tokenTableDataset({ y: { rows: weights } }, 20)
    const rows = [...Array(300).keys()].reverse()
    const bound = 500_000
    const seen: number[] = []
    for await (const batch of selectRows(base, Uint32Array.from(rows), bound).scan({})) {
      expect(batchBytes(batch)).toBeLessThan(bound)
      seen.push(...listsOf([batch], 'y').map((list) => list?.[0] as number))
    }
    expect(seen).toEqual(rows)
    const passes = base.requests.map(({ rowStart = 0, rowEnd = 0 }) => rowEnd - rowStart)
    expect(passes[0]).toBe(300) // begun, and too heavy
    expect(passes.length).toBeLessThan(7)
    expect(passes.at(-1)).toBeGreaterThan(80) // the light ones in one pass
  })

  it('hands rows on batch by batch where their dictionaries differ', async () => {
    const type = new Dictionary(new Utf8(), new Int32(), 1)
    const schema = new Schema([new Field('d', type)])
    const part = (word: string) => {
      const words = vectorFromArray([word, `${word}!`], new Utf8())
      const buffers = [undefined, Int32Array.of(0, 1), undefined, undefined]
      return makeBatch(schema, [new Data(type, 0, 2, 0, buffers as never, [], words)], 2)
    }
    const base: Dataset = {
      ...tokenTableDataset(table(4), 2),
      schema,
      async *scan({ rowStart = 0, rowEnd = 4 }) {
        if (rowStart < 2) yield part('a')
        if (rowEnd > 2) yield part('b')
      },
    }
    const { rows } = await readAll(selectRows(base, Uint32Array.of(3, 0, 2, 1)))
    expect(rows).toEqual(['{"d":"b!"}', '{"d":"a"}', '{"d":"b"}', '{"d":"a!"}'])
  })

  it('fails with a code when a row is not there, passes failures on, and ends what it began', async () => {
    const base = tokenTableDataset(table(20), 5)
    for (const rows of [Uint32Array.of(5, 25), Uint32Array.of(25, 5)]) {
      await expect(read(selectRows(base, rows))).rejects.toMatchObject({ code: 'source/changed', details: { row: 25 } })
    }
    await expect(read(selectRows(base, Uint32Array.of(1)), { columns: ['no'] })).rejects.toBeInstanceOf(EngineError)
    const controller = new AbortController()
    controller.abort()
    for (const rows of [Uint32Array.of(1, 2), Uint32Array.of(2, 1)]) {
      const reading = read(selectRows(base, rows), { signal: controller.signal })
      await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    }
    for await (const batch of selectRows(base, Uint32Array.of(0, 3, 9, 19)).scan({})) {
      expect(batch.numRows).toBeGreaterThan(0)
      break
    }
    expect(base.open).toBe(0)
  })

  it('is empty where nothing is chosen', async () => {
    const base = tokenTableDataset(table(20), 5)
    expect((await read(selectRows(base, new Uint32Array(0)))).y).toEqual([])
    expect(base.requests).toEqual([])
  })
})
