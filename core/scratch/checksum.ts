const PRIME_1 = 0x9e3779b1
const PRIME_2 = 0x85ebca77
const PRIME_3 = 0xc2b2ae3d

/**
 * A 32-bit checksum against damage, not against intent: four lanes of multiply and rotate over 16 bytes a step, about
 * 1 GB/s in plain TypeScript.
 */
export function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - (bytes.length % 16)
  let a = PRIME_1
  let b = PRIME_2
  let c = PRIME_3
  let d = bytes.length
  for (let at = 0; at < end; at += 16) {
    a = mix(a, view.getInt32(at, true))
    b = mix(b, view.getInt32(at + 4, true))
    c = mix(c, view.getInt32(at + 8, true))
    d = mix(d, view.getInt32(at + 12, true))
  }
  for (let at = end; at < bytes.length; at++) a = mix(a, bytes[at]! + 1)
  let sum = mix(mix(mix(a, b), c), d)
  sum ^= sum >>> 15
  sum = Math.imul(sum, PRIME_2)
  return (sum ^ (sum >>> 13)) >>> 0
}

function mix(lane: number, word: number): number {
  const sum = (lane + Math.imul(word, PRIME_2)) | 0
  return Math.imul((sum << 13) | (sum >>> 19), PRIME_1)
}
