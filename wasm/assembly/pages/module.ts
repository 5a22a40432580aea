// What pages.wasm exports: the inner loops of Parquet pages. Raw pointers in, counts out; the host lays out memory from
// `memoryStart` on and leaves 64 spare bytes behind every buffer, so that loads and copies of whole words may run over.
export { crc32 } from './crc32'
export { decodeByteStreamSplit } from './byteStreamSplit'
export { decodeDeltas, joinPrefixes } from './deltas'
export { countAtLeast, findRow, listOffsets, slotValidity, spreadOffsets, spreadValues } from './levels'
export { hybridBytes, hybridInit, hybridWords } from './hybrid'
export { copyPlainTexts, measurePlainTexts } from './plainTexts'
export { snappyDecode } from './snappy'
export { copyPickedTexts, measurePickedTexts, pickValues } from './picks'
export { packBits, unpackBits } from './bits'

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
