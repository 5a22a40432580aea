import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { trimTerminator } from '../records/recordBytes.ts'
import { CsvCutter } from './csvCutter.ts'
import { CsvFields } from './csvFields.ts'

/** Comma, tab, semicolon, bar: tried in this order, the first of equals wins. */
const CANDIDATES = [0x2c, 0x09, 0x3b, 0x7c]

const COMMA = 0x2c
const SNIFFED_RECORDS = 100

/**
 * The delimiter that divides the records of `head` most evenly into more than one field; a comma where none does.
 * @param isWhole whether the text ends with `head`, so that its last line is not cut off
 */
export function sniffDelimiter(head: Uint8Array, isWhole: boolean): number {
  let best = { delimiter: COMMA, even: 0, fields: 1 }
  for (const delimiter of CANDIDATES) {
    const { even, fields } = evenness(head, isWhole, delimiter)
    if (fields < 2) continue
    if (even > best.even || (even === best.even && fields > best.fields)) best = { delimiter, even, fields }
  }
  return best.delimiter
}

/** Fields of the first record, and the share of records that have as many. */
function evenness(head: Uint8Array, isWhole: boolean, delimiter: number): { even: number; fields: number } {
  const cutter = new CsvCutter(scalarKernels, delimiter)
  const found = cutter.cut(head)
  const ends = [...cutter.ends.subarray(0, Math.min(found, SNIFFED_RECORDS))]
  if ((isWhole || found === 0) && ends.length < SNIFFED_RECORDS) ends.push(head.length)
  const split = new CsvFields()
  let start = 0
  let fields = 0
  let records = 0
  let alike = 0
  for (const newline of ends) {
    const end = trimTerminator(head, start, newline)
    if (end > start) {
      split.split(head, start, end, delimiter)
      if (records++ === 0) fields = split.count
      if (split.count === fields) alike++
    }
    start = newline + 1
  }
  return { even: records === 0 ? 0 : alike / records, fields }
}
