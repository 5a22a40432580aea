// What csv.wasm exports: raw pointers in, counts out, no objects across the border. The host lays out memory from
// `memoryStart` on; nothing here allocates.
export { cut, cutState, cutOpenAt, straysEnd, quotesSeen } from './cut'
export { placeWindow, divideRows, nextFault } from './window'
export { nullCount } from './nulls'
export { readText } from './textColumn'
export { readIntegers, readFloats, readBooleans, skipNulls, seeKinds, seenKinds, leftToHost } from './valueColumns'
export { placePowers, decimalValue } from '../numbers/decimal'

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
