import type { CsvKernels } from '../../kernels/csvKernels.ts'
import { byteFlags } from '../records/recordBytes.ts'
import type { RecordFormat } from '../records/recordFormat.ts'
import { CsvCutter } from './csvCutter.ts'
import type { CsvHeader } from './csvHeader.ts'
import { CsvInference } from './csvInference.ts'
import { CsvReader } from './csvReader.ts'
import { CARRIAGE_RETURN, NEWLINE, scalarCsvKernels } from './scalarCut.ts'

/** A line of these only is no row. */
export const LINE_ENDS = byteFlags(CARRIAGE_RETURN, NEWLINE)

export interface CsvFormatOptions {
  /** Byte offset of the first row. */
  dataStart: number
  /** Null: the ones in TypeScript. */
  kernels?: CsvKernels | null
  /** A quote that is not closed within so many bytes is taken for one that never is. */
  maxQuotedBytes?: number
}

/** CSV whose columns are known. */
export function csvFormat(header: CsvHeader, options: CsvFormatOptions): RecordFormat {
  const { dataStart, maxQuotedBytes } = options
  const kernels = options.kernels ?? scalarCsvKernels
  // A window takes it that a quote which is not closed in it never is.
  const { window } = maxQuotedBytes === undefined ? kernels : scalarCsvKernels
  return {
    name: 'csv',
    dataStart,
    blank: LINE_ENDS,
    openIssues: header.issues,
    createCutter: (_kernels, unclosedQuote) =>
      new CsvCutter(kernels, header.delimiter, { unclosedQuote, maxQuotedBytes }),
    createReader: (_schema, wanted, onIssue) => new CsvReader(header, wanted, onIssue, window),
    createInference: (onIssue) => new CsvInference(header, onIssue, window),
  }
}
