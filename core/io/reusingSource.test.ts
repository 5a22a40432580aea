import { describe, expect, it } from 'vitest'
import { intoSource } from '../testing/hostileSources.ts'
import { memorySource } from './memorySource.ts'
import { type ReadMemory, reusingSource } from './reusingSource.ts'

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i)

describe('a source that reads into the same memory again and again', () => {
  it('gives the bytes that were asked for, where the last ones were', async () => {
    const memory: ReadMemory = { bytes: new Uint8Array(0) }
    const source = reusingSource(intoSource(memorySource(bytes)), memory)
    const first = await source.read(10, 40)
    expect([...first]).toEqual([...bytes.subarray(10, 40)])
    const second = await source.read(50, 60)
    expect([...second]).toEqual([...bytes.subarray(50, 60)])
    expect(second.buffer).toBe(first.buffer)
    expect([...(await source.read(90, 120))]).toEqual([...bytes.subarray(90)])
    expect((await source.read(5, 5)).length).toBe(0)
    await expect(source.read(9, 3)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('is the source itself where that has no such way to read', () => {
    const plain = memorySource(bytes)
    expect(reusingSource(plain, { bytes: new Uint8Array(0) })).toBe(plain)
  })
})
