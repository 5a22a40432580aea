import { Field, Int32, Int64, Schema } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../dataset/dataset.ts'
import { EngineError } from '../../errors.ts'
import { memorySource } from '../../io/memorySource.ts'
import type { Issue } from '../../issues.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { edgeRanges, fixture, readAll } from '../../testing/golden.ts'
import { textSource } from '../../testing/hostileSources.ts'
import { columnLines } from '../../testing/rows.ts'
import { openArrow } from '../arrow/openArrow.ts'
import { openCsv } from '../csv/openCsv.ts'
import { openJsonl } from '../jsonl/openJsonl.ts'
import { indexRecords } from '../records/indexRecords.ts'
import type { RecordsDataset } from '../records/recordsDataset.ts'
import { openConcat } from './openConcat.ts'
import { differenceIssues } from './schemaDifferences.ts'
import type { Shard, ShardDataset } from './shard.ts'
import { ShardLeases } from './shardLeases.ts'
import { ShardTable } from './shardTable.ts'

interface Counted extends Shard {
  opens: number
}

let openNow = 0
let mostOpen = 0

function shardOf(name: string, make: (schema: Schema | null) => Promise<ShardDataset>): Counted {
  const shard: Counted = {
    name,
    facts: null,
    index: [],
    opens: 0,
    async open(schema) {
      const dataset = await make(schema)
      shard.opens++
      mostOpen = Math.max(mostOpen, ++openNow)
      return { dataset, notes: [], close: async () => void openNow-- }
    },
  }
  return shard
}

const jsonl = (name: string, text: string) =>
  shardOf(name, (schema) => openJsonl(textSource(text), { kernels: scalarKernels, ...(schema ? { schema } : {}) }))
const csv = (name: string, text: string) =>
  shardOf(name, (schema) => openCsv(textSource(text), { kernels: scalarKernels, ...(schema ? { schema } : {}) }))
const broken = (name: string, code: 'format/corrupt' | 'source/denied' = 'format/corrupt') =>
  shardOf(name, () => Promise.reject(new EngineError(code, `it is broken: ${name}`, { path: name, byte: 7 })))

async function indexed(shards: Shard[]) {
  const { dataset, differences } = await openConcat(shards, {})
  const issues: Issue[] = []
  await dataset.buildIndex({ onIssue: (issue) => issues.push(issue) })
  return { dataset, differences, issues }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `{"n":${from + i}}\n`).join('')
const rowsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `{"n":${from + i}}`)

describe('shards as one dataset', () => {
  it('have the rows of all of them, in order, from every split edge', async () => {
    const { dataset } = await indexed([
      jsonl('a', numbers(0, 5)),
      jsonl('b', ''),
      jsonl('c', numbers(5, 6)),
      jsonl('d', numbers(6, 20)),
    ])
    expect(dataset.extent).toEqual({ numRows: 20, exact: true })
    expect(dataset.splits.at(-1)?.rowEnd).toBe(20)
    for (const { rowStart, rowEnd } of edgeRanges(dataset)) {
      expect((await readAll(dataset, { rowStart, rowEnd })).rows).toEqual(
        rowsOf(rowStart, Math.max(rowStart, Math.min(20, rowEnd))),
      )
    }
  })

  it('can be read anywhere before any of them was indexed, and grow', async () => {
    const shards = Array.from({ length: 9 }, (_, i) => jsonl(`s${i}`, numbers(i * 3, i * 3 + 3)))
    const { dataset } = await openConcat(shards, { first: 1 })
    expect(dataset.extent).toEqual({ numRows: 3, exact: false })
    expect((await readAll(dataset, { rowStart: 13, rowEnd: 16 })).rows).toEqual(rowsOf(13, 16))
    expect(dataset.extent.exact).toBe(false)
    expect((await readAll(dataset, { rowStart: 26 })).rows).toEqual(rowsOf(26, 27))
    expect(dataset.extent).toEqual({ numRows: 27, exact: true })
    expect((await readAll(dataset, { rowStart: 500 })).rows).toEqual([])
  })

  it('take in what an indexing pass finds elsewhere, and keep it when a shard is closed', async () => {
    const text = numbers(0, 5000)
    const shards = [
      jsonl('a', text),
      ...Array.from({ length: 40 }, (_, i) => jsonl(`b${i}`, numbers(5000 + i, 5001 + i))),
    ]
    const { dataset } = await openConcat(shards, { first: 1 })
    for (const [shard, part] of [
      [0, text],
      ...Array.from({ length: 40 }, (_, i) => [i + 1, numbers(5000 + i, 5001 + i)]),
    ] as [number, string][]) {
      const opened = (await openJsonl(textSource(part), { kernels: scalarKernels })) as RecordsDataset
      for await (const delta of indexRecords(opened.source, opened.recordFormat, scalarKernels))
        dataset.addRows(delta, shard)
    }
    expect(dataset.extent).toEqual({ numRows: 5040, exact: true })
    expect((await readAll(dataset, { rowStart: 4999, rowEnd: 5003 })).rows).toEqual(rowsOf(4999, 5003))
    for (let row = 5000; row < 5040; row++) await readAll(dataset, { rowStart: row, rowEnd: row + 1 })
    expect((await readAll(dataset, { rowStart: 4000, rowEnd: 4002 })).rows).toEqual(rowsOf(4000, 4002))
    expect(shards[0]?.opens).toBe(2)
  })

  it('of a thousand are open a few at a time', async () => {
    openNow = 0
    mostOpen = 0
    const { dataset } = await openConcat(
      Array.from({ length: 1000 }, (_, i) => jsonl(`s${i}`, numbers(i, i + 1))),
      {},
    )
    expect(dataset.extent).toEqual({ numRows: 1000, exact: true })
    expect((await readAll(dataset)).rows).toEqual(rowsOf(0, 1000))
    expect(mostOpen).toBeLessThan(25)
    await dataset.close()
    expect(openNow).toBe(0)
  })

  it('have columns of all of them, widened, with nulls where a shard has none', async () => {
    const { dataset, differences } = await indexed([
      jsonl('a', '{"x":1,"y":"t"}\n'),
      jsonl('b', '{"z":[1],"x":2}\n'),
      jsonl('c', '{"y":5}\n'),
    ])
    expect(columnLines(dataset)).toEqual(['x: Int64', 'y: Utf8 (json)', 'z: List<Int64>'])
    expect((await readAll(dataset)).rows).toEqual([
      '{"x":1,"y":"t","z":null}',
      '{"x":2,"y":null,"z":[1]}',
      '{"x":null,"y":5,"z":null}',
    ])
    expect((await readAll(dataset, { columns: ['z'] })).rows).toEqual(['{"z":null}', '{"z":[1]}', '{"z":null}'])
    const report = differences.list(dataset.schema)
    expect(report.find(({ column }) => column === 'y')).toEqual({
      column: 'y',
      type: 'json',
      variants: [
        { type: 'utf8', shards: 1, firstShard: 'a' },
        { type: null, shards: 1, firstShard: 'b' },
        { type: 'int64', shards: 1, firstShard: 'c' },
      ],
    })
    expect(differenceIssues(report).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'info: column x is int64 in 2 files (first a), missing in c: null where it is missing',
      'warning: column y is utf8 in a, missing in b, int64 in c: shown as JSON text',
      'info: column z is missing in 2 files (first a), list<int64> in b: null where it is missing',
    ])
  })

  it('find columns of CSV by name, whatever their order', async () => {
    const { dataset } = await indexed([csv('a', 'x,y\n1,p\n'), csv('b', 'y,x,w\nq,2,3\n')])
    expect((await readAll(dataset)).rows).toEqual(['{"x":1,"y":"p","w":null}', '{"x":2,"y":"q","w":3}'])
  })

  it('tell issues of rows with their place in the whole, and the shard', async () => {
    const { dataset, issues } = await indexed([jsonl('a', numbers(0, 3)), jsonl('b', '{"n":3}\n{bad\n{"n":5}\n')])
    const scanned = await readAll(dataset)
    expect(scanned.rows).toEqual([...rowsOf(0, 4), '{"n":null}', '{"n":5}'])
    for (const issue of [scanned.issues[0], issues.find(({ severity }) => severity === 'error')]) {
      expect(issue).toMatchObject({ severity: 'error', rowStart: 4, rowEnd: 5 })
      expect(issue?.message).toMatch(/^b: /)
    }
    expect((await dataset.readRecordText(4, 100)).text).toBe('{bad')
    await expect(dataset.readRecordText(6, 100)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('go on without those that cannot be opened, and say so', async () => {
    const { dataset, issues } = await indexed([
      broken('x', 'source/denied'),
      jsonl('a', numbers(0, 2)),
      broken('y'),
      jsonl('b', numbers(2, 3)),
    ])
    expect((await readAll(dataset)).rows).toEqual(rowsOf(0, 3))
    expect(dataset.extent).toEqual({ numRows: 3, exact: true })
    expect(
      issues
        .filter(({ code }) => code === 'shards/unreadable')
        .map(({ message, byteStart }) => `${message} ${byteStart}`),
    ).toEqual([
      'x could not be read, its rows are missing: it is broken: x [source/denied] 7',
      'y could not be read, its rows are missing: it is broken: y [format/corrupt] 7',
    ])
  })

  it('fail as the first one when none can be opened', async () => {
    await expect(openConcat([broken('x', 'source/denied'), broken('y')], { first: 1 })).rejects.toMatchObject({
      code: 'source/denied',
    })
  })

  it('take their types from later shards when the first cannot be opened', async () => {
    const { dataset } = await openConcat([broken('x'), jsonl('a', numbers(0, 2))], { first: 1 })
    expect(columnLines(dataset)).toEqual(['n: Int64'])
  })

  it('name the shard, and the row in the whole, when one fails while it is read', async () => {
    const failing = shardOf('b', async (schema) => {
      const dataset = await openJsonl(textSource(numbers(3, 6)), {
        kernels: scalarKernels,
        ...(schema ? { schema } : {}),
      })
      return {
        schema: dataset.schema,
        extent: { numRows: 3, exact: true },
        splits: [{ rowStart: 0, rowEnd: 3 }],
        buildIndex: async () => {},
        async *scan() {
          yield* []
          throw new EngineError('source/read', 'the disk failed', { row: 1 })
        },
      }
    })
    const { dataset } = await openConcat([jsonl('a', numbers(0, 3)), failing], {})
    await expect(readAll(dataset)).rejects.toMatchObject({
      code: 'source/read',
      message: 'the disk failed: b',
      details: { path: 'b', row: 4 },
    })
  })

  it('notice one that became shorter', async () => {
    let text = numbers(0, 10)
    const shrinking = shardOf('a', (schema) =>
      openJsonl(textSource(text), { kernels: scalarKernels, ...(schema ? { schema } : {}) }),
    )
    const others = Array.from({ length: 30 }, (_, i) => jsonl(`b${i}`, numbers(10, 11)))
    const { dataset } = await openConcat([shrinking, ...others], {})
    text = numbers(0, 4)
    await readAll(dataset, { rowStart: 12 })
    await expect(readAll(dataset, { rowStart: 0 })).rejects.toMatchObject({
      code: 'source/changed',
      details: { path: 'a' },
    })
  })

  it('honours an abort', async () => {
    const controller = new AbortController()
    const { dataset } = await openConcat([jsonl('a', numbers(0, 3)), jsonl('b', numbers(3, 6))], {})
    const read = async () => {
      for await (const _ of dataset.scan({ batchRows: 1, signal: controller.signal })) controller.abort()
    }
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' })
    await expect(openConcat([jsonl('a', '')], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  it('of Arrow widen number columns exactly and keep their batches', async () => {
    const arrow = (name: string, file: string) => shardOf(name, () => openArrow(memorySource(fixture(file))))
    const { dataset, differences } = await openConcat(
      [arrow('a', 'arrow/nested.arrow'), arrow('b', 'arrow/nested.arrows')],
      {},
    )
    const single = await readAll(await openArrow(memorySource(fixture('arrow/nested.arrow'))))
    expect((await readAll(dataset)).rows).toEqual([...single.rows, ...single.rows])
    expect(differences.list(dataset.schema)).toEqual([])
    for (const { rowStart, rowEnd } of edgeRanges(dataset)) {
      expect((await readAll(dataset, { rowStart, rowEnd })).rows).toEqual(
        [...single.rows, ...single.rows].slice(rowStart, rowEnd),
      )
    }
  })
})

describe('which rows a shard holds', () => {
  it('is known as far as the shards before it are', () => {
    const table = new ShardTable(3)
    table.found(1, 10, true)
    expect([table.startOf(0), table.startOf(1), table.numRows, table.exact]).toEqual([0, null, 0, false])
    table.found(0, 2, false)
    expect(table.numRows).toBe(2)
    table.found(0, 5, true)
    table.found(0, 7, true)
    expect([table.startOf(1), table.startOf(2), table.numRows]).toEqual([5, 15, 15])
    expect([0, 4, 5, 14, 15, 99].map((row) => table.shardOf(row))).toEqual([0, 0, 1, 1, 2, 2])
    table.found(2, 0, true)
    expect([table.exact, table.shardOf(15)]).toEqual([true, 3])
  })

  it('agrees with counting', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 12 }), (sizes) => {
        const table = new ShardTable(sizes.length)
        for (const [shard, size] of sizes.entries()) table.found(shard, size, true)
        const owners = sizes.flatMap((size, shard) => Array<number>(size).fill(shard))
        expect(owners.map((_, row) => table.shardOf(row))).toEqual(owners)
        expect(table.numRows).toBe(owners.length)
      }),
    )
  })
})

describe('shards kept open', () => {
  it('are closed when others are wanted, never while in use, and opened anew after a failure', async () => {
    const log: string[] = []
    let fail = true
    const leases = new ShardLeases(2, async (index) => {
      if (index === 9 && fail) throw new Error('no')
      log.push(`open ${index}`)
      return { close: async () => void log.push(`close ${index}`) }
    })
    await leases.with(0, () => leases.with(1, () => leases.with(2, async () => {})))
    expect(log).toEqual(['open 0', 'open 1', 'open 2', 'close 2'])
    await expect(leases.with(9, async () => {})).rejects.toThrow('no')
    fail = false
    await leases.with(9, async () => {})
    await leases.close()
    expect(log.filter((line) => line.startsWith('open'))).toHaveLength(
      log.filter((line) => line.startsWith('close')).length,
    )
  })
})

it('a dataset of a schema that widens mid-way shows nulls rather than wrong values', async () => {
  const fixed = (type: Int32 | Int64, value: bigint | number): Dataset & ShardDataset => {
    const schema = new Schema([new Field('n', type, true)])
    return {
      schema,
      extent: { numRows: 1, exact: true },
      splits: [{ rowStart: 0, rowEnd: 1 }],
      async *scan() {
        const { vectorFromArray } = await import('apache-arrow')
        const { makeBatch } = await import('../../table/batches.ts')
        yield makeBatch(schema, [vectorFromArray([value], type).data[0]!], 1)
      },
      buildIndex: async () => {},
    }
  }
  const shards = [
    shardOf('a', async () => fixed(new Int32(), 1)),
    shardOf('b', async () => fixed(new Int64(), 2n ** 40n)),
  ]
  const { dataset } = await openConcat(shards, { first: 1 })
  expect((await readAll(dataset)).rows).toEqual(['{"n":1}', '{"n":null}'])
  await dataset.describe({ from: 1 })
  expect((await readAll(dataset)).rows).toEqual(['{"n":1}', '{"n":1099511627776}'])
})
