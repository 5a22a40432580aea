import { describe, expect, it } from 'vitest'
import { parseRange } from './byteRange.ts'

const part = (byteStart: number, byteEnd: number) => ({ kind: 'part', byteStart, byteEnd })
const refused = { kind: 'unsatisfiable' }

describe('parseRange', () => {
  it.each<[string | null, number, object]>([
    [null, 10, { kind: 'whole' }],
    ['bytes=0-0', 10, part(0, 1)],
    ['bytes=2-5', 10, part(2, 6)],
    ['bytes=2-', 10, part(2, 10)],
    ['bytes=9-99999', 10, part(9, 10)],
    ['bytes=-3', 10, part(7, 10)],
    ['bytes=-99', 10, part(0, 10)],
    ['bytes=10-', 10, refused],
    ['bytes=5-2', 10, refused],
    ['bytes=-0', 10, refused],
    ['bytes=-', 10, refused],
    ['bytes=0-', 0, refused],
    ['bytes=0-1,4-5', 10, refused],
    ['bytes=a-b', 10, refused],
    ['bytes=1e3-', 10, refused],
    ['items=0-1', 10, refused],
    ['', 10, refused],
    [`bytes=${'9'.repeat(400)}-`, 10, refused],
    [`bytes=0-${'9'.repeat(400)}`, 10, part(0, 10)],
  ])('%s of %i bytes', (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected)
  })
})
