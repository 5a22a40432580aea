// FIPS 180-4 §4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
const K = new Uint32Array(64)
// §5.3.3: the first 32 bits of the fractional parts of the square roots of the first eight primes.
const INITIAL = new Uint32Array(8)
{
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n)
  const fraction = (root: number) => (root - Math.floor(root)) * 0x1_0000_0000
  for (const [i, prime] of primes.entries()) {
    K[i] = fraction(Math.cbrt(prime))
    if (i < 8) INITIAL[i] = fraction(Math.sqrt(prime))
  }
}

const BLOCK = 64

/** Incremental SHA-256 (FIPS 180-4) in plain TypeScript, for environments without a native incremental one. */
export class Sha256Hasher {
  readonly #state = Uint32Array.from(INITIAL)
  readonly #block = new Uint8Array(BLOCK)
  readonly #words = new Uint32Array(64)
  #filled = 0
  #byteLength = 0

  update(bytes: Uint8Array): void {
    this.#byteLength += bytes.length
    let at = 0
    if (this.#filled > 0) {
      at = Math.min(BLOCK - this.#filled, bytes.length)
      this.#block.set(bytes.subarray(0, at), this.#filled)
      this.#filled += at
      if (this.#filled < BLOCK) return
      this.#compress(this.#block, 0)
      this.#filled = 0
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#compress(bytes, at)
    this.#block.set(bytes.subarray(at))
    this.#filled = bytes.length - at
  }

  /** Lower-case hex. Call once, at the end. */
  digest(): string {
    this.#finish()
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, '0')).join('')
  }

  /** Writes the 32 bytes of the digest to `out` from `at` on, and begins anew. */
  digestInto(out: Uint8Array, at: number): void {
    this.#finish()
    const view = new DataView(out.buffer, out.byteOffset + at, 32)
    for (let i = 0; i < 8; i++) view.setUint32(i * 4, this.#state[i] as number)
    this.#state.set(INITIAL)
    this.#filled = 0
    this.#byteLength = 0
  }

  #finish(): void {
    const bitLength = this.#byteLength * 8
    const tail = new Uint8Array(this.#filled < 56 ? BLOCK : 2 * BLOCK)
    tail.set(this.#block.subarray(0, this.#filled))
    tail[this.#filled] = 0x80
    const view = new DataView(tail.buffer)
    view.setUint32(tail.length - 8, Math.floor(bitLength / 0x1_0000_0000))
    view.setUint32(tail.length - 4, bitLength % 0x1_0000_0000)
    for (let at = 0; at < tail.length; at += BLOCK) this.#compress(tail, at)
  }

  #compress(bytes: Uint8Array, at: number): void {
    const w = this.#words
    const s = this.#state
    for (let i = 0; i < 16; i++) {
      const b = at + i * 4
      w[i] =
        ((bytes[b] as number) << 24) |
        ((bytes[b + 1] as number) << 16) |
        ((bytes[b + 2] as number) << 8) |
        (bytes[b + 3] as number)
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] as number
      const y = w[i - 2] as number
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
      w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1
    }
    let a = s[0] as number
    let b = s[1] as number
    let c = s[2] as number
    let d = s[3] as number
    let e = s[4] as number
    let f = s[5] as number
    let g = s[6] as number
    let h = s[7] as number
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    s[0] = (s[0] as number) + a
    s[1] = (s[1] as number) + b
    s[2] = (s[2] as number) + c
    s[3] = (s[3] as number) + d
    s[4] = (s[4] as number) + e
    s[5] = (s[5] as number) + f
    s[6] = (s[6] as number) + g
    s[7] = (s[7] as number) + h
  }
}
