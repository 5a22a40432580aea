import type { ErrorCode, ErrorDetails } from '../../core/errors.ts'

/** A call with one answer. Params and results are clonable plain data; behaviour never crosses the wire. */
export type Unary<P, R> = (params: P, signal?: AbortSignal) => Promise<R>
/** A call with many answers, pulled by the caller: the producer never runs ahead of the credit it was given. */
export type Stream<P, E> = (params: P, signal?: AbortSignal) => AsyncIterable<E>

// biome-ignore lint/suspicious/noExplicitAny: method tables are generic over every parameter type
type AnyMethod = Unary<any, unknown> | Stream<any, unknown>

/** For each method of an api, how it answers. Both sides of a channel are built from the same table. */
export type MethodKinds<Api> = {
  readonly [M in keyof Api]: Api[M] extends (...args: never[]) => AsyncIterable<unknown> ? 'stream' : 'unary'
}
export type ApiOf<Api> = { [M in keyof Api]: AnyMethod }

/** An error in transit; `canceled` becomes an `AbortError` on arrival. */
export interface WireError {
  code: ErrorCode
  message: string
  details: ErrorDetails
  stack?: string
}

export type ToServer =
  | { t: 'call'; id: number; method: string; params: unknown }
  | { t: 'pull'; id: number; credit: number }
  | { t: 'abort'; id: number }

export type FromServer =
  | { t: 'value'; id: number; value: unknown }
  | { t: 'item'; id: number; value: unknown }
  | { t: 'end'; id: number }
  | { t: 'error'; id: number; error: WireError }

/** A transport: two functions and a way to end it. Ids, cancel, errors and credit are written once above it. */
export interface Channel<In, Out> {
  /** Sends; buffers in `transfer` move where the transport can move them and are copied where it cannot. */
  post(message: Out, transfer?: ArrayBuffer[]): void
  onMessage(listen: (message: In) => void): void
  close(): void
}
export type ClientChannel = Channel<FromServer, ToServer>
export type ServerChannel = Channel<ToServer, FromServer>
