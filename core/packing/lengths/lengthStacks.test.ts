import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LengthStacks, lengthStacks, SlottedStacks, SortedStacks } from './lengthStacks.ts'

const LONGEST = 3000

describe.each<[string, () => LengthStacks]>([
  ['slotted', () => new SlottedStacks(LONGEST)],
  ['sorted', () => new SortedStacks()],
])('%s stacks of lengths', (_name, make) => {
  it('give the longest that fits, of equally long ones the last put in', () => {
    const length = fc.oneof(fc.nat(40), fc.nat(LONGEST))
    const command = fc.oneof(fc.record({ put: length }), fc.record({ most: length }))
    fc.assert(
      fc.property(fc.array(command, { maxLength: 300 }), fc.constantFrom(0, 5000), (commands, firstItem) => {
        const stacks = make()
        const items: { item: number; length: number }[] = []
        let next = firstItem
        for (const given of commands) {
          if ('put' in given) {
            stacks.put(next, given.put)
            items.push({ item: next++, length: given.put })
            continue
          }
          const fitting = items.filter((item) => item.length <= given.most)
          const longest = Math.max(-1, ...fitting.map((item) => item.length))
          expect(stacks.longest(given.most)).toBe(longest)
          if (longest < 0) continue
          const last = fitting.findLast((item) => item.length === longest)!
          expect(stacks.take(longest)).toBe(last.item)
          items.splice(items.indexOf(last), 1)
        }
        expect(stacks.longest(2 ** 31)).toBe(Math.max(-1, ...items.map((item) => item.length)))
      }),
    )
  })
})

describe('lengthStacks', () => {
  it('takes lengths of any size', () => {
    for (const length of [0, 31, 32, 1023, 1024, 4_194_303, 4_194_304, 0x7fffffff]) {
      const stacks = lengthStacks(length)
      stacks.put(7, length)
      stacks.put(8, length)
      if (length > 0) expect(stacks.longest(length - 1)).toBe(-1)
      expect(stacks.longest(0x7fffffff)).toBe(length)
      expect([stacks.take(length), stacks.take(length), stacks.longest(0x7fffffff)]).toEqual([8, 7, -1])
    }
  })
})
