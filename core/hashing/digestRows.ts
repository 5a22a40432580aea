import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../abort.ts'
import { BadRows } from '../dataset/badRows.ts'
import type { ScanRequest } from '../dataset/dataset.ts'
import type { Issue } from '../issues.ts'
import type { RowHasher } from '../kernels/rowHasher.ts'
import { keylessRows, keyParts } from './keyBytes.ts'
import { DIGEST_BYTES } from './rowHasher.ts'
import type { KeyReading } from './rowKey.ts'

/** Digests of consecutive rows. */
export interface RowDigests {
  /** 32 bytes a row; of a row without a key they mean nothing. */
  digests: Uint8Array<ArrayBuffer>
  /** One byte a row, 1 where it has no key; null: all have one. */
  keyless: Uint8Array<ArrayBuffer> | null
}

/** Rows hashed at a time. */
const BATCH_ROWS = 16 * 1024

/**
 * Digests of the keys of rows, batch by batch. Rows an `error` issue names have no key, whatever stands in them.
 * @param scan reads the rows: a dataset's own scan, or a part of one
 * @param request which rows; columns and issues are seen to here
 */
export async function* digestRows(
  scan: (request: ScanRequest) => AsyncIterable<RecordBatch>,
  { form, columns }: KeyReading,
  hasher: RowHasher,
  request: Pick<ScanRequest, 'rowStart' | 'rowEnd' | 'signal'>,
): AsyncGenerator<RowDigests> {
  let row = request.rowStart ?? 0
  const badRows = new BadRows()
  const onIssue = (issue: Issue) => badRows.addIssue(issue)
  const wanted = columns ? { columns } : {}
  for await (const batch of scan({ ...request, ...wanted, batchRows: BATCH_ROWS, transient: true, onIssue })) {
    throwIfAborted(request.signal)
    const digests = new Uint8Array(batch.numRows * DIGEST_BYTES)
    let done = 0
    for (const keys of keyParts(batch, form)) {
      hasher.hashRows(keys, digests.subarray(done * DIGEST_BYTES))
      done += keys.offsets.length - 1
    }
    let keyless = keylessRows(batch, form)
    for (const bad of badRows.within(row, row + batch.numRows)) {
      keyless ??= new Uint8Array(batch.numRows)
      keyless.fill(1, bad.rowStart - row, bad.rowEnd - row)
    }
    row += batch.numRows
    badRows.forgetBefore(row)
    yield { digests, keyless }
  }
}
