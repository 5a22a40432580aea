import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { testEncoders } from '../../core/testing/encoders.ts'
import { joined, noise, words } from '../../core/testing/plainCases.ts'

interface Exports {
  memory: WebAssembly.Memory
  start(codec: number, total: number): number
  reserve(length: number): number
  run(length: number, isLast: number): number
  outputStart(): number
}

const GIBIBYTE = 2 ** 30
const plain = joined(words(50_000), noise(3000), words(60_000), noise(3000))

// Indexes of bytes count up over all calls and are 32 bits: a call that says it has a gibibyte takes as many of them,
// though nothing comes.
it.each([
  ['gzip', 1],
  ['zstd', 2],
] as const)('%s makes the same after any number of bytes, also where indexes begin anew', (codec, number) => {
  const module = new WebAssembly.Module(readFileSync('build/wasm/encoders.wasm'))
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports
  const expected = testEncoders().compress(codec, plain)
  for (let gibibytes = 0; gibibytes < 9; gibibytes++) {
    expect(exports.start(number, plain.length)).toBe(1)
    new Uint8Array(exports.memory.buffer).set(plain, exports.reserve(plain.length))
    const length = exports.run(plain.length, 1)
    const output = new Uint8Array(exports.memory.buffer, exports.outputStart(), length)
    expect(Buffer.compare(output, expected)).toBe(0)
    exports.start(number, GIBIBYTE)
  }
})
