import { expect, it } from 'vitest'
import { withAbort } from './abort.ts'

/** A signal that counts its listeners. */
function counted() {
  const controller = new AbortController()
  const { signal } = controller
  const seen = { now: 0, most: 0 }
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = ((...args: Parameters<typeof add>) => {
    seen.most = Math.max(seen.most, ++seen.now)
    add(...args)
  }) as typeof add
  signal.removeEventListener = ((...args: Parameters<typeof remove>) => {
    seen.now--
    remove(...args)
  }) as typeof remove
  return { controller, signal, seen }
}

const never = () => new Promise<never>(() => {})
const tick = () => new Promise((resolve) => setTimeout(resolve, 0))

it('many that wait take one listener, which goes with the last of them', async () => {
  const { signal, seen } = counted()
  const results = Array.from({ length: 100 }, (_, i) =>
    withAbort(
      tick().then(() => i),
      signal,
    ),
  )
  expect((await Promise.all(results)).length).toBe(100)
  await expect(withAbort(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
  await tick()
  expect(seen).toEqual({ now: 0, most: 1 })
})

it('an abort ends all that wait then, and those that come later', async () => {
  const { controller, signal } = counted()
  const done = withAbort(Promise.resolve(1), signal)
  expect(await done).toBe(1)
  const waiting = [never(), never()].map((promise) => withAbort(promise, signal))
  controller.abort()
  for (const each of [...waiting, withAbort(never(), signal)]) {
    await expect(each).rejects.toMatchObject({ name: 'AbortError' })
  }
})
