import { trimTerminator } from '../records/recordBytes.ts'
import { CsvCutter } from './csvCutter.ts'
import { CsvFields } from './csvFields.ts'
import { scalarCsvKernels } from './scalarCut.ts'

/** Comma, tab, semicolon, bar: tried in this order, the first of equals wins. */
const CANDIDATES = [0x2c, 0x09, 0x3b, 0x7c]

const COMMA = 0x2c
const SNIFFED_RECORDS = 100

/** How a delimiter divides the first records of a text. */
export interface DelimiterFit {
  /** Byte value of the delimiter. */
  delimiter: number
  /** Share of the records that have as many fields as the first. */
  even: number
  /** Fields of the first record. */
  fields: number
  /** Records looked at. */
  records: number
}

/**
 * The delimiter that divides the records of `head` most evenly into more than one field; a comma where none does.
 * @param isWhole whether the text ends with `head`, so that its last line is not cut off
 */
export function sniffDelimiter(head: Uint8Array, isWhole: boolean): number {
  return bestDelimiter(head, isWhole).delimiter
}

/** `sniffDelimiter` with how well the delimiter fits; one field, divided evenly by nothing, where none does. */
export function bestDelimiter(head: Uint8Array, isWhole: boolean): DelimiterFit {
  let best: DelimiterFit = { delimiter: COMMA, even: 0, fields: 1, records: 0 }
  for (const delimiter of CANDIDATES) {
    const fit = evenness(head, isWhole, delimiter)
    if (fit.fields < 2) continue
    if (fit.even > best.even || (fit.even === best.even && fit.fields > best.fields)) best = fit
  }
  return best
}

/** Fields of the first record, and the share of records that have as many. */
function evenness(head: Uint8Array, isWhole: boolean, delimiter: number): DelimiterFit {
  const cutter = new CsvCutter(scalarCsvKernels, delimiter)
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
  return { delimiter, even: records === 0 ? 0 : alike / records, fields, records }
}
