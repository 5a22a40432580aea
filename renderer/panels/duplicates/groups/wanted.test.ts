import { expect, test } from 'vitest'
import { abortError } from '../../../../core/errors.ts'
import { Wanted } from './wanted.ts'

/** An engine that answers when told to, and tells of aborts in its own time. */
function harness(limits = { held: 4, atOnce: 2 }) {
  const asks: { key: number; signal: AbortSignal; answer(): Promise<void>; fail(error: unknown): Promise<void> }[] = []
  let changes = 0
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
  const wanted = new Wanted<string>(
    (key, signal) =>
      new Promise((resolve, reject) => {
        asks.push({
          key,
          signal,
          answer: () => {
            resolve(`answer ${key}`)
            return settle()
          },
          fail: (error) => {
            reject(error)
            return settle()
          },
        })
      }),
    () => {
      changes++
    },
    limits,
  )
  return { wanted, asks, keys: () => asks.map(({ key }) => key), changes: () => changes }
}

test('asked once, the most urgent first, a few at a time', async () => {
  const { wanted, asks, keys, changes } = harness()
  wanted.want([5, 3, 9])
  wanted.want([5, 3, 9])
  expect(keys()).toEqual([5, 3])
  await asks[0]!.answer()
  expect(keys()).toEqual([5, 3, 9])
  expect([wanted.get(5), wanted.get(3), changes()]).toEqual(['answer 5', null, 1])
})

test('what is wanted no longer is abandoned; its answer and its failure are dropped when they come late', async () => {
  const { wanted, asks, keys, changes } = harness()
  wanted.want([1, 2])
  wanted.want([2, 3])
  expect(asks[0]!.signal.aborted).toBe(true)
  await asks[0]!.answer()
  expect(wanted.get(1)).toBeNull()
  wanted.want([3, 4])
  await asks[1]!.fail(abortError())
  expect(wanted.errorOf(2)).toBeUndefined()
  expect([keys(), changes()]).toEqual([[1, 2, 3, 4], 0])
  wanted.want([1])
  expect(keys()).toEqual([1, 2, 3, 4, 1])
  await asks[4]!.answer()
  expect(wanted.get(1)).toBe('answer 1')
})

test('a failure stays until it is tried again', async () => {
  const { wanted, asks, keys } = harness()
  const failure = new Error('gone')
  wanted.want([1])
  await asks[0]!.fail(failure)
  expect(wanted.errorOf(1)).toBe(failure)
  wanted.want([1])
  expect(keys()).toEqual([1])
  wanted.retry()
  await asks[1]!.answer()
  expect([wanted.errorOf(1), wanted.get(1)]).toEqual([undefined, 'answer 1'])
})

test('only some answers are held, never fewer than are wanted', async () => {
  const { wanted, asks } = harness({ held: 2, atOnce: 9 })
  wanted.want([1, 2])
  for (const ask of asks.splice(0)) await ask.answer()
  wanted.want([2, 3, 4])
  for (const ask of asks.splice(0)) await ask.answer()
  expect([1, 2, 3, 4].map((key) => wanted.get(key) !== null)).toEqual([false, true, true, true])
})

test('disposed of, it answers nothing and asks nothing, until something is wanted again', async () => {
  const { wanted, asks, keys } = harness()
  wanted.want([1, 2, 3])
  wanted.dispose()
  expect(asks.map(({ signal }) => signal.aborted)).toEqual([true, true])
  await asks[0]!.answer()
  expect([wanted.get(1), keys()]).toEqual([null, [1, 2]])
  wanted.want([7])
  expect(keys()).toEqual([1, 2, 7])
})
