// What csv.wasm exports: raw pointers in, counts out, no objects across the border. The host lays out memory from
// `memoryStart` on; nothing here allocates.
export { cut, cutState, cutOpenAt, straysEnd } from './cut'

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
