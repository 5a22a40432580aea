import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketName, sizeBuckets } from './sizeBuckets.ts'

const named = (sizes: { size: number; count: number }[]) =>
  sizeBuckets(sizes).map((bucket) => [bucketName(bucket), bucket.groups, bucket.rows])

test('small sizes alone, larger ones in widening buckets, empty ones between', () => {
  expect(named([])).toEqual([])
  expect(named([{ size: 2, count: 7 }])).toEqual([['2', 7, 14]])
  expect(
    named([
      { size: 2, count: 10 },
      { size: 3, count: 1 },
      { size: 9, count: 2 },
      { size: 19, count: 1 },
      { size: 20, count: 1 },
    ]),
  ).toEqual([
    ['2', 10, 20],
    ['3', 1, 3],
    ['4', 0, 0],
    ['5', 0, 0],
    ['6–9', 2, 18],
    ['10–19', 1, 19],
    ['20–49', 1, 20],
  ])
  expect(named([{ size: 2_500_000, count: 1 }]).at(-1)).toEqual(['2M–4.9M', 1, 2_500_000])
  expect(named([{ size: 1_000, count: 1 }]).at(-1)).toEqual(['1k–1.9k', 1, 1_000])
})

test('where there is no room a bucket is named by where it begins', () => {
  const buckets = sizeBuckets([{ size: 40_000, count: 1 }])
  expect(buckets.map((bucket) => bucketName(bucket, true)).join(' ')).toBe(
    '2 3 4 5 6 10 20 50 100 200 500 1k 2k 5k 10k 20k',
  )
})

test('no group is lost, and buckets meet without gap', () => {
  const sizes = fc.uniqueArray(fc.integer({ min: 2, max: 2 ** 31 }), { maxLength: 50 })
  fc.assert(
    fc.property(sizes, (all) => {
      const buckets = sizeBuckets(all.map((size) => ({ size, count: 3 })))
      expect(buckets.reduce((sum, { groups }) => sum + groups, 0)).toBe(3 * all.length)
      buckets.forEach(({ from, to }, at) => {
        expect(from).toBe(at === 0 ? 2 : buckets[at - 1]!.to + 1)
        expect(to).toBeGreaterThanOrEqual(from)
      })
      expect(buckets.length).toBeLessThan(40)
    }),
  )
})
