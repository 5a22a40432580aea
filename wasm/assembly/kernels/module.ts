// What kernels.wasm exports: raw pointers in, counts out, no objects across the border. The host lays out memory from
// `memoryStart` on; nothing here allocates.
export { findNewlines } from './newlines'

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
