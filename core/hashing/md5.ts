// RFC 1321 §3.4: rotations of the four rounds, and 2^32 × |sin(i)| of the 64 steps.
const ROTATIONS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const SINES = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0)

/** MD5 (RFC 1321) as lower-case hex: a name for a short text where others chose it, never a check of anything. */
export function md5(bytes: Uint8Array): string {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const words = new DataView(padded.buffer)
  words.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n, true)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let block = 0; block < padded.length; block += 64) addBlock(state, words, block)
  return Array.from(new Uint8Array(state.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function addBlock(state: Int32Array, words: DataView, block: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let step = 0; step < 64; step++) {
    const round = step >> 4
    let mixed: number
    let word: number
    if (round === 0) [mixed, word] = [(b & c) | (~b & d), step]
    else if (round === 1) [mixed, word] = [(d & b) | (~d & c), (5 * step + 1) & 15]
    else if (round === 2) [mixed, word] = [b ^ c ^ d, (3 * step + 5) & 15]
    else [mixed, word] = [c ^ (b | ~d), (7 * step) & 15]
    const sum = (a + mixed + (SINES[step] as number) + words.getInt32(block + word * 4, true)) | 0
    const turn = ROTATIONS[round * 4 + (step & 3)] as number
    const next = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0
    a = d
    d = c
    c = b
    b = next
  }
  state[0] = ((state[0] as number) + a) | 0
  state[1] = ((state[1] as number) + b) | 0
  state[2] = ((state[2] as number) + c) | 0
  state[3] = ((state[3] as number) + d) | 0
}
