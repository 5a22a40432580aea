import type { ValueIndexes } from '../../../../kernels/pageEncoder.ts'

/** Different words of 1 or 2 bytes, in the order they come: few enough for a table of all there can be. */
export function narrowIndexes(bytes: Uint8Array, width: 1 | 2): ValueIndexes {
  const words = width === 1 ? bytes : words16(bytes)
  const places = new Int32Array(width === 1 ? 0x100 : 0x10000).fill(-1)
  const firsts: number[] = []
  const indexes = width === 1 ? new Uint8Array(words.length) : new Uint16Array(words.length)
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number
    let place = places[word] as number
    if (place < 0) {
      place = firsts.length
      places[word] = place
      firsts.push(i)
    }
    indexes[i] = place
  }
  return { firsts: Uint32Array.from(firsts), indexes }
}

function words16(bytes: Uint8Array): Uint16Array {
  const own = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice()
  return new Uint16Array(own.buffer, own.byteOffset, own.byteLength >> 1)
}
