import { describe, expect, it } from 'vitest'
import { alignColumns, blocksOf, type Flight, planRequests } from './pagePlan.ts'

const flight = (block: number, ...columns: string[]): Flight => ({ block, columns: new Set(columns) })
/** Cells that are here, as `block:column`. */
const state = (here: string[], flights: Flight[] = [], failed: number[] = [], numRows = 1_000) => ({
  pageRows: 100,
  numRows,
  flights,
  has: (block: number, column: string) => here.includes(`${block}:${column}`),
  failed: (block: number) => failed.includes(block),
})
const short = (plan: ReturnType<typeof planRequests>) => ({
  send: plan.send.map((r) => `${r.rowStart}-${r.rowEnd} ${r.columns.join('')}`),
  abort: plan.abort.map((f) => f.block),
})

describe('planRequests', () => {
  it('asks for the visible blocks, aligned', () => {
    expect(short(planRequests({ rowStart: 130, rowEnd: 210, columns: ['a', 'b'] }, state([])))).toEqual({
      send: ['100-200 ab', '200-300 ab'],
      abort: [],
    })
  })

  it('asks only for what is neither here nor on its way', () => {
    const plan = planRequests(
      { rowStart: 100, rowEnd: 200, columns: ['a', 'b', 'c'] },
      state(['1:a'], [flight(1, 'b')]),
    )
    expect(short(plan).send).toEqual(['100-200 c'])
  })

  it('fetches ahead on both sides once the visible blocks are here', () => {
    const here = state(['3:a'])
    expect(short(planRequests({ rowStart: 310, rowEnd: 350, columns: ['a'] }, here)).send).toEqual([
      '400-500 a',
      '200-300 a',
    ])
  })

  it('does not fetch ahead while something visible is on its way', () => {
    expect(
      short(planRequests({ rowStart: 310, rowEnd: 350, columns: ['a'] }, state([], [flight(3, 'a')]))).send,
    ).toEqual([])
  })

  it('does not fetch beyond either end', () => {
    expect(short(planRequests({ rowStart: 0, rowEnd: 10, columns: ['a'] }, state(['0:a'], [], [], 70))).send).toEqual(
      [],
    )
  })

  it('clips the last block to the rows there are', () => {
    expect(short(planRequests({ rowStart: 900, rowEnd: 990, columns: ['a'] }, state([], [], [], 950))).send).toEqual([
      '900-950 a',
    ])
  })

  it('gives up flights that are neither visible nor next to it', () => {
    const flights = [flight(0, 'a'), flight(4, 'a'), flight(5, 'a'), flight(6, 'a'), flight(9, 'a')]
    expect(short(planRequests({ rowStart: 500, rowEnd: 510, columns: ['a'] }, state([], flights))).abort).toEqual([
      0, 9,
    ])
  })

  it('does not ask again for a block that failed', () => {
    expect(short(planRequests({ rowStart: 100, rowEnd: 250, columns: ['a'] }, state([], [], [1]))).send).toEqual([
      '200-300 a',
    ])
  })

  it('gives up everything when nothing is wanted', () => {
    expect(short(planRequests({ rowStart: 0, rowEnd: 0, columns: ['a'] }, state([], [flight(0, 'a')])))).toEqual({
      send: [],
      abort: [0],
    })
  })
})

it.each([
  [0, 0, 0, 0],
  [5, 5, 0, 0],
  [0, 1, 0, 1],
  [99, 101, 0, 2],
  [100, 200, 1, 2],
])('rows %i to %i lie in blocks %i to %i', (start, end, first, last) => {
  expect(blocksOf(start, end, 100)).toEqual([first, last])
})

it.each([
  [0, 3, 100, 0, 8],
  [7, 9, 100, 0, 16],
  [8, 16, 100, 8, 16],
  [90, 100, 100, 88, 100],
])('columns %i to %i of %3$i align to %i and %i', (start, end, count, from, to) => {
  expect(alignColumns(start, end, count)).toEqual([from, to])
})
