import { expect, it } from 'vitest'
import { memorySource } from '../../io/memorySource.ts'
import { schemaText } from '../../table/schemas.ts'
import { readAll } from '../../testing/golden.ts'
import { kernelsWithPages, testPages } from '../../testing/pages.ts'
import {
  parquetFile,
  type TestChunk,
  type TestNode,
  testInts,
  testLevels,
  testPage,
} from '../../testing/parquetFiles.ts'
import { pageCodecs } from './codecs/pageCodecs.ts'
import { openParquet } from './openParquet.ts'

const INT32 = 1
const LIST = 3
const MAP = 1
const REPEATED = 2
const int = (name: string, repetition = 0): TestNode => ({ name, type: INT32, repetition })

/** Lists [1, 2], [], [3]: entries begin a row or go on, and have an item or not. */
const levels = [...testLevels([0, 1, 0, 0]), ...testLevels([1, 1, 0, 1])]
const items: TestChunk = { type: INT32, pages: [testPage(4, [...levels, ...testInts([1, 2, 3])])] }

async function read(columns: TestNode[], chunks: TestChunk[]) {
  const decompress = pageCodecs(kernelsWithPages)
  const dataset = await openParquet(memorySource(parquetFile(columns, 3, chunks)), {
    pages: await testPages(),
    decompress,
  })
  const { rows, issues } = await readAll(dataset)
  expect(issues).toEqual([])
  return { schema: schemaText(dataset.schema), rows: rows.map((row) => JSON.parse(row).l as unknown) }
}

const lists = [[1, 2], [], [3]]
const structs = lists.map((list) => list.map((x) => ({ x })))

it.each<[string, TestNode, string, unknown[]]>([
  ['a repeated value', int('l', REPEATED), 'list<int32>', lists],
  ['a repeated group', { name: 'l', repetition: REPEATED, children: [int('x')] }, 'list<struct<x: int32>>', structs],
  [
    'two levels',
    { name: 'l', repetition: 0, converted: LIST, children: [int('array', REPEATED)] },
    'list<int32>',
    lists,
  ],
  [
    'three levels, with names of old',
    {
      name: 'l',
      repetition: 0,
      converted: LIST,
      children: [{ name: 'bag', repetition: REPEATED, children: [int('item')] }],
    },
    'list<int32>',
    lists,
  ],
  [
    'a group called array, which is the item',
    {
      name: 'l',
      repetition: 0,
      converted: LIST,
      children: [{ name: 'array', repetition: REPEATED, children: [int('x')] }],
    },
    'list<struct<x: int32>>',
    structs,
  ],
  [
    'a group called after its list, which is the item',
    {
      name: 'l',
      repetition: 0,
      converted: LIST,
      children: [{ name: 'l_tuple', repetition: REPEATED, children: [int('x')] }],
    },
    'list<struct<x: int32>>',
    structs,
  ],
  [
    'a map of keys alone',
    {
      name: 'l',
      repetition: 0,
      converted: MAP,
      children: [{ name: 'map', repetition: REPEATED, children: [int('key')] }],
    },
    'list<int32>',
    lists,
  ],
])('reads %s', async (_, node, type, rows) => {
  expect(await read([node], [items])).toEqual({ schema: `l: ${type}`, rows })
})

it('reads a map by the annotation of old, and groups of two as items', async () => {
  const entry = (name: string): TestNode => ({ name, repetition: REPEATED, children: [int('a'), int('b')] })
  const map = { name: 'l', repetition: 0, converted: MAP, children: [entry('map')] }
  expect(await read([map], [items, items])).toMatchObject({ schema: 'l: map<int32, int32>' })
  const list = { name: 'l', repetition: 0, converted: LIST, children: [entry('list')] }
  const { schema, rows } = await read([list], [items, items])
  expect(schema).toBe('l: list<struct<a: int32, b: int32>>')
  expect(rows).toEqual(lists.map((list) => list.map((n) => ({ a: n, b: n }))))
})
