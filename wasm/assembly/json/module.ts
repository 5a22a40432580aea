// What json.wasm exports: JSON records into the buffers of Arrow columns, by a program that the host laid out in memory
// (layout.ts). The host also lays out the rest of the memory, from `memoryStart` on; columns grow in an arena it gives.
import { placePowers } from '../numbers/decimal'
import { startArena } from './arena'
import { startColumn } from './columns'
import { packBools } from './bools'
import { findMarks, marksDepth, marksEscaped, marksInString, marksLength, setMarkState } from './marks'
import { readRecords } from './records'

export { startArena, startColumn, packBools, placePowers, readRecords }
export { findMarks, marksDepth, marksEscaped, marksInString, marksLength, setMarkState }

/** First byte the host may use. */
export function memoryStart(): usize {
  return __heap_base
}
