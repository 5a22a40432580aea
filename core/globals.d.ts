// The few web-platform globals every environment of Packscope has (browser, Web Worker, Node 18+).
// Core compiles against ES2023 plus this file, so that a stray `process` or `window` does not compile.

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}
declare var AbortSignal: { prototype: AbortSignal; abort(reason?: unknown): AbortSignal }
interface AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
declare var AbortController: { prototype: AbortController; new (): AbortController }
interface DOMException extends Error {
  readonly name: string
  readonly message: string
}
declare var DOMException: { prototype: DOMException; new (message?: string, name?: string): DOMException }
interface TextDecoder {
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string
}
declare var TextDecoder: {
  prototype: TextDecoder
  new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder
}
interface TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>
  encodeInto(source: string, destination: Uint8Array): { read: number; written: number }
}
declare var TextEncoder: { prototype: TextEncoder; new (): TextEncoder }
declare function structuredClone<T>(value: T, options?: { transfer?: ArrayBuffer[] }): T
declare function queueMicrotask(task: () => void): void
declare function setTimeout(task: () => void, ms?: number): unknown
declare function clearTimeout(timer: unknown): void
declare var performance: { now(): number }
