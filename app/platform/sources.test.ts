import { describe, expect, it } from 'vitest'
import { openBlobSource } from './blobSource.ts'
import { openSample } from './samples.ts'

const CONTENT = new TextEncoder().encode('0123456789')
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('a Blob as a source', () => {
  it('reads ranges', async () => {
    const { source } = openBlobSource(new Blob([CONTENT]), 'a.bin')
    expect(text(await source.read(2, 4))).toBe('23')
    expect(text(await source.read(9, 40))).toBe('9')
  })

  it('calls a file that can no longer be read changed', async () => {
    const gone = {
      size: 10,
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }),
    }
    await expect(openBlobSource(gone, 'a.bin').source.read(0, 4)).rejects.toMatchObject({ code: 'source/changed' })
    const cut = { size: 10, slice: () => ({ arrayBuffer: async () => new ArrayBuffer(1) }) }
    await expect(openBlobSource(cut, 'a.bin').source.read(0, 4)).rejects.toMatchObject({ code: 'source/changed' })
  })
})

describe('the built-in samples', () => {
  it.each(['chat', 'preference', 'pretokenized'])('%s is JSON Lines, the same every time', async (name) => {
    const read = async () => {
      const { source } = await openSample(name)
      return text(await source.read(0, source.byteLength ?? 0))
    }
    const content = await read()
    const rows = content
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(rows.length).toBeGreaterThan(30)
    expect(await read()).toBe(content)
  })

  it('knows no others', async () => {
    await expect(openSample('toString')).rejects.toMatchObject({ code: 'source/not-found' })
  })
})
