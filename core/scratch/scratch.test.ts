import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checksum } from './checksum.ts'
import { keep, recall } from './keep.ts'
import { memoryScratch } from './memoryScratch.ts'
import { isScratchKey } from './scratch.ts'
import { keepCheckpoints, recallCheckpoints } from './scratchStates.ts'
import { seal, unseal } from './sealed.ts'

describe('sealed bytes', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void expect(unseal(seal(bytes))).toEqual(bytes)),
    )
  })

  it('cut anywhere, or with any bit changed, are nothing', () => {
    const sealed = seal(Uint8Array.from({ length: 53 }, (_, i) => (i * 7) & 0xff))
    for (let at = 0; at < sealed.length; at++) {
      expect(unseal(sealed.slice(0, at))).toBeNull()
      for (let bit = 1; bit < 256; bit *= 2) {
        const changed = sealed.slice()
        changed[at]! ^= bit
        expect(unseal(changed), `byte ${at}, bit ${bit}`).toBeNull()
      }
    }
    expect(unseal(new Uint8Array(100))).toBeNull()
  })

  it('have checksums that spread', () => {
    const sums = new Set(Array.from({ length: 5000 }, (_, i) => checksum(new TextEncoder().encode(`entry ${i}`))))
    expect(sums.size).toBe(5000)
  })
})

describe('a scratch in memory', () => {
  it('keeps entries by group until its budget is used up', async () => {
    const scratch = memoryScratch(1000)
    for (let i = 0; i < 5; i++) await scratch.write(`g/${i}`, new Uint8Array(300).fill(i))
    expect([...scratch.entries.keys()]).toEqual(['g/2', 'g/3', 'g/4'])
    expect(await scratch.read('g/0')).toBeNull()
    expect((await scratch.read('g/4'))?.[0]).toBe(4)
    await scratch.remove('g/')
    expect(scratch.entries.size).toBe(0)
    await expect(scratch.write('g/x', new Uint8Array(1001))).rejects.toMatchObject({ code: 'sink/full' })
    await expect(scratch.write('../x', new Uint8Array(1))).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('has what was written bit by bit once it is closed', async () => {
    const scratch = memoryScratch(1000)
    const sink = await scratch.create('g/copy')
    await sink.write(Uint8Array.of(1, 2))
    await sink.write(Uint8Array.of(3))
    expect(await scratch.open('g/copy')).toBeNull()
    await sink.close()
    const opened = await scratch.open('g/copy')
    expect(await opened?.source.read(1, 9)).toEqual(Uint8Array.of(2, 3))
    const dropped = await scratch.create('g/other')
    await dropped.write(Uint8Array.of(1))
    await dropped.abort()
    expect(await scratch.open('g/other')).toBeNull()
  })

  it.each(['a/b', 'a1.b-c_d/state-123'])('takes the key %s', (key) => expect(isScratchKey(key)).toBe(true))
  it.each(['a', 'a/b/c', '../b', 'a/..', 'a/.', './a', '/b', 'a/', 'a b/c', 'ä/c'])('refuses %s', (key) => {
    expect(isScratchKey(key)).toBe(false)
  })
})

describe('what is kept in a scratch that fails', () => {
  it('is nothing, and no error', async () => {
    const fail = () => Promise.reject(new Error('disk on fire'))
    const scratch = { ...memoryScratch(1000), read: fail, write: fail }
    expect(await keep(scratch, 'g/a', new Uint8Array(3))).toBe(false)
    expect(await recall(scratch, 'g/a')).toBeNull()
  })

  it('is nothing where other bytes come back', async () => {
    const scratch = memoryScratch(1000)
    expect(await keep(scratch, 'g/a', Uint8Array.of(1, 2, 3))).toBe(true)
    expect(await recall(scratch, 'g/a')).toEqual(Uint8Array.of(1, 2, 3))
    scratch.entries.set('g/a', new Uint8Array(19))
    expect(await recall(scratch, 'g/a')).toBeNull()
  })
})

describe('a list of checkpoints', () => {
  it('comes back as it was left, or not at all', async () => {
    const scratch = memoryScratch(10_000)
    const list = [
      { plainByte: 5, packedByte: 3, stateBytes: 0, edge: Uint8Array.of(1, 2) },
      { plainByte: 9, packedByte: 7, stateBytes: 99, edge: null },
    ]
    await keepCheckpoints(scratch, 'g', list)
    expect(await recallCheckpoints(scratch, 'g')).toEqual(list)
    expect(await recallCheckpoints(scratch, 'h')).toEqual([])
    scratch.entries.set('g/checkpoints', new Uint8Array(30))
    expect(await recallCheckpoints(scratch, 'g')).toEqual([])
  })
})
