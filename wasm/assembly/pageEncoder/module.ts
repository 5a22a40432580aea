// What pageEncoder.wasm exports: the inner loops of writing Parquet pages. Raw pointers in, counts out; the host lays out
// memory from `memoryStart` on and leaves 64 spare bytes behind every buffer, so that words and vectors may run over.
export { crc32 } from '../checksums/crc32'
export { beginDictionary, placeDictionary } from './dictionary'
export { longExtremes, wordExtremes } from './extremes'
export { hybridBytes, hybridWords } from './hybrid'
export { joinTexts } from './plainTexts'
export { addTexts } from './texts'
export { addLongs, addWords } from './words'

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
