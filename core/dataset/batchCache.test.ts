import { Field, Int32, type RecordBatch, Schema, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { batchBytes, makeBatch } from '../table/batches.ts'
import { BatchCache } from './batchCache.ts'

/** A batch of `count` int32. */
function numbers(count: number): RecordBatch {
  const data = vectorFromArray(Int32Array.from({ length: count }, (_, n) => n)).data[0]!
  return makeBatch(new Schema([new Field('n', new Int32())]), [data], count)
}
const hundred = numbers(100)
const size = batchBytes(hundred)

/** A load that counts its calls. */
function loader(batches: RecordBatch[] = [hundred]) {
  const load = async () => {
    load.calls++
    return batches
  }
  load.calls = 0
  return load
}

describe('BatchCache', () => {
  it('loads a key once while it is kept', async () => {
    const cache = new BatchCache(10 * size)
    const load = loader()
    expect(await cache.get('a', load)).toEqual([hundred])
    expect(await cache.get('a', load)).toEqual([hundred])
    expect(load.calls).toBe(1)
    expect(cache.keptBytes).toBe(size)
  })

  it('gives up what was used longest ago', async () => {
    const cache = new BatchCache(2 * size)
    const [a, b, c] = [loader(), loader(), loader()]
    await cache.get('a', a)
    await cache.get('b', b)
    await cache.get('a', a)
    await cache.get('c', c)
    expect(cache.keptBytes).toBe(2 * size)
    await cache.get('a', a)
    await cache.get('b', b)
    expect([a.calls, b.calls, c.calls]).toEqual([1, 2, 1])
  })

  it('hands over what is larger than its budget without keeping it', async () => {
    const cache = new BatchCache(size)
    const large = loader([hundred, hundred])
    await cache.get('a', loader())
    expect(await cache.get('large', large)).toHaveLength(2)
    expect(cache.keptBytes).toBe(size)
    await cache.get('large', large)
    expect(large.calls).toBe(2)
  })

  it('shares a load among all who ask meanwhile, an abort notwithstanding', async () => {
    const cache = new BatchCache(size)
    let finish = (_: RecordBatch[]) => {}
    let calls = 0
    const load = () => {
      calls++
      return new Promise<RecordBatch[]>((resolve) => {
        finish = resolve
      })
    }
    const controller = new AbortController()
    const impatient = cache.get('a', load, controller.signal)
    const patient = cache.get('a', load)
    controller.abort()
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' })
    finish([hundred])
    expect(await patient).toEqual([hundred])
    expect(calls).toBe(1)
  })

  it('does not keep a failure', async () => {
    const cache = new BatchCache(size)
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await cache.get('a', loader())).toEqual([hundred])
  })
})
