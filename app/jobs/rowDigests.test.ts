import { expect, it } from 'vitest'
import { EngineError } from '../../core/errors.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import { memoryPlatform } from '../testing/memoryPlatform.ts'
import { poolDigests } from './rowDigests.ts'

/** Digests whose first byte is the row, from tasks that give three rows at a time and fail at one of them. */
async function digestsWith(
  failsAt: number,
  code: 'format/corrupt' | 'source/read',
  rows: number,
  wanted: Uint32Array | null = null,
) {
  const platform = memoryPlatform()
  const tasks = createPoolTasks({ platform, kernels: Promise.resolve(scalarKernels) })
  const begun: [number, number][] = []
  const failing: typeof tasks = {
    ...tasks,
    async *rowDigests({ rowStart, rowEnd }) {
      begun.push([rowStart, rowEnd ?? rows])
      for (let row = rowStart; row < (rowEnd ?? rows); row += 3) {
        const end = Math.min(row + 3, rowEnd ?? rows)
        if (row <= failsAt && failsAt < end) throw new EngineError(code, 'it cannot be read')
        const digests = new Uint8Array((end - row) * 32)
        for (let i = 0; i < end - row; i++) digests[i * 32] = row + i
        yield { digests, keyless: null }
      }
    },
  }
  const splits = Array.from({ length: rows / 4 }, (_, i) => ({ rowStart: i * 4, rowEnd: i * 4 + 4 }))
  const recipe = { key: 'k', source: { kind: 'path', path: '/a' }, format: 'arrow', compression: null } as const
  const dataset = {
    recipe: { ...recipe, scratch: null, options: {}, schema: null },
    key: { kind: 'row' } as const,
    rows: wanted,
    splits,
    placeOf: async () => null,
  }
  const found: (number | null)[] = []
  const pool = createPool(platform, failing, 1)
  for await (const { digests, keyless } of poolDigests(dataset, pool, new AbortController().signal)) {
    for (let i = 0; i * 32 < digests.length; i++) found.push(keyless?.[i] ? null : (digests[i * 32] as number))
  }
  return { found, begun: begun.sort(([a], [b]) => a - b) }
}

const upTo = (rows: number) => Array.from({ length: rows }, (_, row) => row)

it('small splits are hashed in one task', async () => {
  const { found, begun } = await digestsWith(-1, 'format/corrupt', 160)
  expect(found).toEqual(upTo(160))
  expect(begun).toEqual(upTo(8).map((i) => [i * 20, i * 20 + 20]))
})

it('rows behind a failure have no key up to the end of their split, and the task goes on with the next', async () => {
  const { found, begun } = await digestsWith(26, 'format/corrupt', 160)
  expect(found).toEqual(upTo(160).map((row) => (row === 26 || row === 27 ? null : row)))
  expect(begun.slice(1, 3)).toEqual([
    [20, 40],
    [28, 40],
  ])
})

it('what concerns every part ends the hashing', async () => {
  await expect(digestsWith(26, 'source/read', 160)).rejects.toMatchObject({ code: 'source/read' })
})

it('of chosen rows only the tasks that have one are done, from the first one in it to the last', async () => {
  const wanted = Uint32Array.of(3, 5, 19, 61, 62, 140)
  const { found, begun } = await digestsWith(-1, 'format/corrupt', 160, wanted)
  expect(found).toEqual([...wanted])
  expect(begun).toEqual([
    [3, 20],
    [61, 63],
    [140, 141],
  ])
  const damaged = await digestsWith(62, 'format/corrupt', 160, wanted)
  expect(damaged.found).toEqual([3, 5, 19, null, null, 140])
})
