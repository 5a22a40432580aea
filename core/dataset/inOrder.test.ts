import { describe, expect, it } from 'vitest'
import { inOrder } from './inOrder.ts'

const tick = () => new Promise<void>((resolve) => void setTimeout(resolve, 0))

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('streams in order', () => {
  it.each([1, 2, 3, 9])('gives every item in order with %i lanes', async (lanes) => {
    let open = 0
    let most = 0
    const parts = [3, 0, 5, 1, 4]
    const items = inOrder(
      parts.map((count, part) => ({ count, part })),
      async function* ({ count, part }) {
        most = Math.max(most, ++open)
        for (let i = 0; i < count; i++) {
          for (let wait = (part * 7 + i * 3) % 5; wait > 0; wait--) await tick()
          yield `${part}.${i}`
        }
        open--
      },
      { lanes, weigh: () => 1, maxWaiting: 2 },
    )
    expect(await collect(items)).toEqual(
      parts.flatMap((count, part) => Array.from({ length: count }, (_, i) => `${part}.${i}`)),
    )
    expect(most).toBeLessThanOrEqual(lanes)
    expect(open).toBe(0)
  })

  it('reads ahead no further than it may', async () => {
    const made = [0, 0, 0]
    const items = inOrder(
      [0, 1, 2],
      async function* (part) {
        for (let i = 0; i < 100; i++) {
          made[part]!++
          yield i
        }
      },
      { lanes: 3, weigh: () => 10, maxWaiting: 35 },
    )
    await items.next()
    for (let i = 0; i < 20; i++) await tick()
    expect(Math.max(...made)).toBeLessThanOrEqual(6)
    expect(await collect(items)).toHaveLength(299)
  })

  it('fails where a stream fails, after the items before it', async () => {
    const items = inOrder(
      [0, 1, 2],
      async function* (part) {
        yield part
        if (part === 1) throw new Error('broken')
      },
      { lanes: 2, weigh: () => 1, maxWaiting: 10 },
    )
    const seen: number[] = []
    await expect(
      (async () => {
        for await (const item of items) seen.push(item)
      })(),
    ).rejects.toThrow('broken')
    expect(seen).toEqual([0, 1])
  })

  it('ends at once when it is aborted', async () => {
    const controller = new AbortController()
    const items = inOrder(
      [0, 1],
      async function* (part, signal) {
        yield part
        await new Promise<void>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('canceled', 'AbortError')), { once: true })
        })
      },
      { lanes: 2, weigh: () => 1, maxWaiting: 3, signal: controller.signal },
    )
    expect((await items.next()).value).toBe(0)
    setTimeout(() => controller.abort(), 1)
    await expect(items.next()).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('ends what it began when it is left', async () => {
    const ended: number[] = []
    const items = inOrder(
      [0, 1, 2, 3],
      async function* (part, signal) {
        try {
          for (;;) {
            yield part
            await tick()
            if (signal.aborted) return
          }
        } finally {
          ended.push(part)
        }
      },
      { lanes: 3, weigh: () => 1, maxWaiting: 3 },
    )
    for await (const item of items) {
      expect(item).toBe(0)
      break
    }
    expect(ended.sort()).toEqual([0, 1, 2])
  })
})
