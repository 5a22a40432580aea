import type { RecordBatch } from 'apache-arrow'
import type { NgramSigner } from '../../kernels/minhashKernel.ts'
import { eachText } from './signRows.ts'

export interface RowNgrams {
  row: number
  /** Ascending. */
  ngrams: Float64Array
}

/**
 * The sets of n-grams of rows. What the signer tells is about a row until the next one is asked for.
 * @param rows numbers of the rows that `batches` hold
 */
export async function* readNgrams(
  batches: AsyncIterable<RecordBatch>,
  rows: Uint32Array,
  column: string,
  signer: NgramSigner,
): AsyncGenerator<RowNgrams> {
  let at = 0
  for await (const batch of batches) {
    const texts: { text: Uint8Array; row: number }[] = []
    eachText(batch, column, rows[at] as number, (text, i) => texts.push({ text, row: rows[at + i] as number }))
    at += batch.numRows
    for (const { text, row } of texts) {
      signer.read(text)
      yield { row, ngrams: signer.ngrams().sort() }
    }
  }
}
