import { expect, test } from 'vitest'
import type { PackDetail } from '../../app/protocol/packing.ts'
import { PackDetails } from './packDetails.ts'

const detailOf = (pack: number, positions: number) => ({ pack, inputIds: new Int32Array(positions) }) as PackDetail
const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

test('packs in the window are read once, those that left it are abandoned', async () => {
  const asked: number[] = []
  const aborted: number[] = []
  const read = (pack: number, signal: AbortSignal) =>
    new Promise<PackDetail>((resolve, reject) => {
      asked.push(pack)
      signal.addEventListener('abort', () => {
        aborted.push(pack)
        reject(new DOMException('', 'AbortError'))
      })
      setTimeout(() => resolve(detailOf(pack, 10)), 0)
    })
  const errors: unknown[] = []
  const details = new PackDetails(
    read,
    () => {},
    (error) => errors.push(error),
  )
  details.want(0, 3)
  details.want(2, 4)
  await turn()
  await turn()
  expect(asked).toEqual([0, 1, 2, 3])
  expect(aborted).toEqual([0, 1])
  expect([details.get(1), details.get(2)?.pack, details.get(3)?.pack]).toEqual([null, 2, 3])
  details.want(2, 4)
  expect(asked).toHaveLength(4)
  expect(errors).toEqual([])
})

test('what is far away is forgotten when it would be too much', async () => {
  const details = new PackDetails(
    async (pack) => detailOf(pack, 1_500_000),
    () => {},
    () => {},
  )
  for (let pack = 0; pack < 5; pack++) {
    details.want(pack, pack + 1)
    await turn()
  }
  details.want(4, 5)
  expect([0, 1, 2, 3, 4].map((pack) => details.get(pack) !== null)).toEqual([false, false, false, true, true])
})

test('a failure is told once', async () => {
  const errors: unknown[] = []
  const details = new PackDetails(
    () => Promise.reject(new Error('gone')),
    () => {},
    (error) => errors.push(error),
  )
  details.want(0, 1)
  await turn()
  details.want(0, 1)
  await turn()
  expect(errors).toHaveLength(1)
})
