// What minhash.wasm exports: the n-grams of a document and their MinHash bands. Raw pointers in, counts out; the host
// lays out memory from `memoryStart` on.
export { digest, place, readNgrams } from './ngrams'
export { signBands } from './bands'

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
