import { Field, makeData, RecordBatch, Schema, Struct, Utf8, vectorFromArray } from 'apache-arrow'
import { findNear } from '../dedup/near/findNear.ts'
import { type NearParams, signShape } from '../dedup/near/nearParams.ts'
import type { NearOptions, NearSource } from '../dedup/near/nearSource.ts'
import { signRows } from '../dedup/near/signRows.ts'
import type { MinhashKernel } from '../kernels/minhashKernel.ts'

const COLUMN = 'text'

/** Texts as a batch of one column, `text`. */
export function batchOf(texts: readonly (string | null)[]): RecordBatch {
  const column = vectorFromArray([...texts], new Utf8()).data[0]
  const field = new Field(COLUMN, new Utf8(), true)
  const data = makeData({ type: new Struct([field]), length: texts.length, children: column ? [column] : [] })
  return new RecordBatch(new Schema([field]), data)
}

export interface NearTexts {
  source: NearSource
  /** How often all rows were signed, and how many texts were read again. */
  reads: { signed: number; again: number }
}

/** Texts as a source of near duplicates, so many rows at a time. */
export function nearTexts(
  texts: readonly (string | null)[],
  kernel: MinhashKernel,
  batchRows = 1000,
  outsideRows = 0,
): NearTexts {
  const reads = { signed: 0, again: 0 }
  const source: NearSource = {
    numRows: texts.length,
    outsideRows,
    async *sign(shape) {
      reads.signed++
      const signer = kernel.createSigner(shape)
      for (let row = 0; row < texts.length; row += batchRows) {
        yield signRows(batchOf(texts.slice(row, row + batchRows)), COLUMN, signer, shape.bands, row)
      }
    },
    async *texts(rows) {
      reads.again += rows.length
      for (let at = 0; at < rows.length; at += batchRows) {
        yield batchOf(Array.from(rows.subarray(at, at + batchRows), (row) => texts[row] as string | null))
      }
    },
  }
  return { source, reads }
}

/** Near duplicates among texts. */
export function findNearTexts(
  source: NearSource,
  params: NearParams,
  kernel: MinhashKernel,
  options: Partial<NearOptions> = {},
) {
  const signer = kernel.createSigner(signShape(params))
  return findNear(source, params, COLUMN, signer, { budgetBytes: 2 ** 28, ngramBytes: 2 ** 28, ...options })
}
