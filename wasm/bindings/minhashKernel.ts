import { EngineError } from '../../core/errors.ts'
import type { MinhashKernel, NgramSigner, SignShape } from '../../core/kernels/minhashKernel.ts'

const WASM_PAGE_BYTES = 64 * 1024
const LEAST_SLOTS = 256
/** Memory for short documents, reserved at the start. */
const FIRST_TEXT_BYTES = 16 * 1024
const NGRAM_BYTES = 8

interface MinhashExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  place(bits: number, lower: number): void
  readNgrams(from: number, end: number, size: number, out: number, table: number): number
  digest(): bigint
  signBands(
    grams: number,
    count: number,
    permutations: number,
    numPerm: number,
    mins: number,
    bands: number,
    rows: number,
    out: number,
  ): void
}

/** What of Unicode the kernel has to be told, and how it is told that a text is for the host to lower. */
export interface MinhashText {
  wordBits: Uint8Array
  lowerCase: Uint32Array
  /** UTF-8 of the lower case of UTF-8, malformed sequences replaced. */
  lower: (text: Uint8Array) => Uint8Array
  maxTextBytes: number
}

/** The kernel over the compiled `minhash.wasm`: every signer is an instance with a memory of its own. */
export function createMinhashKernel(module: WebAssembly.Module, text: MinhashText): MinhashKernel {
  return { createSigner: (shape) => new WasmSigner(module, text, shape) }
}

class WasmSigner implements NgramSigner {
  readonly #wasm: MinhashExports
  readonly #text: MinhashText
  readonly #shape: SignShape
  readonly #numPerm: number
  readonly #permutations: number
  readonly #mins: number
  readonly #bands: number
  readonly #input: number
  #bytes = new Uint8Array(0)
  #grams = 0
  #count = 0

  constructor(module: WebAssembly.Module, text: MinhashText, shape: SignShape) {
    this.#wasm = new WebAssembly.Instance(module).exports as unknown as MinhashExports
    this.#text = text
    this.#shape = shape
    this.#numPerm = Math.ceil((shape.bands * shape.rowsPerBand) / 4) * 4
    const wordBits = align(this.#wasm.memoryStart())
    const lowerCase = align(wordBits + text.wordBits.byteLength)
    this.#permutations = align(lowerCase + text.lowerCase.byteLength)
    this.#mins = align(this.#permutations + this.#numPerm * 16)
    this.#bands = align(this.#mins + this.#numPerm * 4)
    this.#input = align(this.#bands + shape.bands * 4)
    this.#reserve(FIRST_TEXT_BYTES)
    this.#bytes.set(text.wordBits, wordBits)
    const { memory } = this.#wasm
    new Uint32Array(memory.buffer, lowerCase, text.lowerCase.length).set(text.lowerCase)
    placePermutations(new Uint32Array(memory.buffer, this.#permutations, this.#numPerm * 4), shape.permutations)
    this.#wasm.place(wordBits, lowerCase)
  }

  read(text: Uint8Array): number {
    const count = this.#read(text)
    this.#count = count >= 0 ? count : this.#read(this.#text.lower(text))
    return this.#count
  }

  digest(out: Uint32Array, at: number): void {
    const digest = this.#wasm.digest()
    out[at] = Number(digest & 0xffff_ffffn)
    out[at + 1] = Number((digest >> 32n) & 0xffff_ffffn)
  }

  sign(out: Uint32Array, at: number): void {
    const { bands, rowsPerBand } = this.#shape
    const { memory } = this.#wasm
    this.#wasm.signBands(
      this.#grams,
      this.#count,
      this.#permutations,
      this.#numPerm,
      this.#mins,
      bands,
      rowsPerBand,
      this.#bands,
    )
    out.set(new Uint32Array(memory.buffer, this.#bands, bands), at)
  }

  ngrams(): Float64Array<ArrayBuffer> {
    const words = new Uint32Array(this.#wasm.memory.buffer, this.#grams, this.#count * 2)
    return Float64Array.from({ length: this.#count }, (_, i) => words[i * 2 + 1]! * 2 ** 32 + words[i * 2]!)
  }

  #read(text: Uint8Array): number {
    const { maxTextBytes } = this.#text
    if (text.length > maxTextBytes) {
      const message = `near duplicates are found among texts of ${maxTextBytes} bytes at most, not ${text.length}`
      throw new EngineError('limit/exceeded', message, { feature: 'text length' })
    }
    const table = this.#reserve(text.length)
    this.#bytes.set(text, this.#input)
    const end = this.#input + text.length
    return this.#wasm.readNgrams(this.#input, end, this.#shape.ngramSize, this.#grams, table)
  }

  /** Room for a text and what is made of it: where its table goes. */
  #reserve(textBytes: number): number {
    const most = textBytes + 1
    this.#grams = align(this.#input + textBytes)
    const table = align(this.#grams + most * NGRAM_BYTES)
    const slots = Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(most * 2 + 2)))
    const { memory } = this.#wasm
    const missing = table + slots * 4 - memory.buffer.byteLength
    if (missing > 0) {
      try {
        memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
      } catch (cause) {
        const message = `a text of ${textBytes} bytes takes more memory for its n-grams than there is`
        throw new EngineError('limit/exceeded', message, { feature: 'memory' }, cause)
      }
    }
    if (this.#bytes.buffer !== memory.buffer) this.#bytes = new Uint8Array(memory.buffer)
    return table
  }
}

/** Four permutations side by side, as the kernel takes them; what is missing to four is nought. */
function placePermutations(out: Uint32Array, permutations: Uint32Array): void {
  for (let i = 0; i < permutations.length; i++) {
    const permutation = i >> 2
    out[(permutation >> 2) * 16 + (i & 3) * 4 + (permutation & 3)] = permutations[i] as number
  }
}

function align(address: number): number {
  return Math.ceil(address / 16) * 16
}
