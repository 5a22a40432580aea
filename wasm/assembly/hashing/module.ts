// What hashing.wasm exports: raw pointers in, digests out, no objects across the border. The host lays out memory from
// `memoryStart` on; nothing here allocates.
export { hashRows } from './hashRows'
export { beginLong, addBlocks, endLong } from './longRow'

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
