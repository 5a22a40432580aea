import { describe, expect, it } from 'vitest'
import { intoSource } from '../testing/hostileSources.ts'
import { memorySource } from './memorySource.ts'
import { ReadMemory, reusingSource } from './reusingSource.ts'

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i)

describe('a source that reads into the same memory again and again', () => {
  it('gives the bytes that were asked for, side by side until it may begin anew', async () => {
    const memory = new ReadMemory()
    const source = reusingSource(intoSource(memorySource(bytes)), memory)
    const round = async () => {
      memory.reset()
      const all = [await source.read(10, 40), await source.read(50, 61), await source.read(90, 120)]
      expect(all.map((part) => [...part])).toEqual([
        [...bytes.subarray(10, 40)],
        [...bytes.subarray(50, 61)],
        [...bytes.subarray(90)],
      ])
      return all
    }
    await round()
    const [second, third] = [await round(), await round()]
    expect(third.map((part) => part.buffer)).toEqual(Array(3).fill(second[0]?.buffer))
    expect(third.map((part) => part.byteOffset)).toEqual([0, 32, 48])
    expect((await source.read(5, 5)).length).toBe(0)
    await expect(source.read(9, 3)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('is the source itself where that has no such way to read', () => {
    const plain = memorySource(bytes)
    expect(reusingSource(plain, new ReadMemory())).toBe(plain)
  })
})
