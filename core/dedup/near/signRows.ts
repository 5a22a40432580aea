import { type Data, type RecordBatch, Type } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import { BadRows } from '../../dataset/badRows.ts'
import type { ScanRequest } from '../../dataset/dataset.ts'
import { firstFrom } from '../../dataset/firstFrom.ts'
import { EngineError } from '../../errors.ts'
import type { Issue } from '../../issues.ts'
import type { MinhashKernel, NgramSigner, SignShape } from '../../kernels/minhashKernel.ts'
import { bytesAt, isTextType, resolveCell, valueTypeId } from '../../table/cells.ts'

/** What is kept of rows in order to find candidates: `(3 + bands) × 4` bytes a row. */
export interface SignedRows {
  /** Different n-grams of each row; 0 for a row without a text. */
  sizes: Uint32Array<ArrayBuffer>
  /** Two words a row, the same for the same set. */
  digests: Uint32Array<ArrayBuffer>
  /** Band hashes, row by row. */
  bands: Uint32Array<ArrayBuffer>
}

/**
 * Signs the texts of a batch.
 * @param bands the signer's
 * @param row number of the batch's first row, for errors
 * @param chosen which of its rows, ascending and counted from its first; null: all
 * @throws EngineError `argument/invalid` when the column is no text, `limit/exceeded` for a text that is too long
 */
export function signRows(
  batch: RecordBatch,
  column: string,
  signer: NgramSigner,
  bands: number,
  row: number,
  chosen: Uint32Array | null = null,
): SignedRows {
  const numRows = chosen?.length ?? batch.numRows
  const signed: SignedRows = {
    sizes: new Uint32Array(numRows),
    digests: new Uint32Array(numRows * 2),
    bands: new Uint32Array(numRows * bands),
  }
  const sign = (text: Uint8Array, i: number) => {
    signed.sizes[i] = signer.read(text)
    signer.digest(signed.digests, i * 2)
    signer.sign(signed.bands, i * bands)
  }
  eachText(batch, column, row, sign, chosen)
  return signed
}

/**
 * Signs the texts of rows batch by batch. Rows an `error` issue names have none, whatever stands in them.
 * @param scan reads the rows: a dataset's own scan, or a part of one
 * @param request which rows; columns and issues are seen to here
 * @param rows which of those, ascending; null: all
 * @throws EngineError as `signRows` does; whatever the scan throws
 */
export async function* signScan(
  scan: (request: ScanRequest) => AsyncIterable<RecordBatch>,
  column: string,
  kernel: MinhashKernel,
  shape: SignShape,
  request: Pick<ScanRequest, 'rowStart' | 'rowEnd' | 'signal'>,
  rows: Uint32Array | null = null,
): AsyncGenerator<SignedRows> {
  const signer = kernel.createSigner(shape)
  const badRows = new BadRows()
  let row = request.rowStart ?? 0
  const onIssue = (issue: Issue) => badRows.addIssue(issue)
  for await (const batch of scan({ ...request, columns: [column], transient: true, onIssue })) {
    throwIfAborted(request.signal)
    const chosen = rows && chosenOf(rows, row, row + batch.numRows)
    const signed = signRows(batch, column, signer, shape.bands, row, chosen)
    for (const bad of badRows.within(row, row + batch.numRows)) {
      const at = (badRow: number) => (chosen ? firstFrom(chosen, badRow - row) : badRow - row)
      signed.sizes.fill(0, at(bad.rowStart), at(bad.rowEnd))
    }
    row += batch.numRows
    badRows.forgetBefore(row)
    yield signed
  }
}

/** Rows of a batch that are wanted, counted from its first. */
function chosenOf(rows: Uint32Array, rowStart: number, rowEnd: number): Uint32Array {
  return rows.slice(firstFrom(rows, rowStart), firstFrom(rows, rowEnd)).map((row) => row - rowStart)
}

/**
 * Calls `use` for every row of a batch that has a text.
 * @param chosen as of `signRows`; `i` then counts these
 * @throws EngineError as `use` does, with the row
 */
export function eachText(
  batch: RecordBatch,
  column: string,
  row: number,
  use: (text: Uint8Array, i: number) => void,
  chosen: Uint32Array | null = null,
): void {
  const data = textColumn(batch, column)
  const count = chosen?.length ?? batch.numRows
  for (let i = 0; i < count; i++) {
    const at = chosen ? (chosen[i] as number) : i
    const cell = data && resolveCell(data, at)
    if (!cell) continue
    try {
      use(bytesAt(cell.data, cell.row), i)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      throw new EngineError(
        error.code,
        `${error.message} (row ${row + at})`,
        { ...error.details, row: row + at },
        error,
      )
    }
  }
}

/** Null where all of it is null. */
function textColumn(batch: RecordBatch, column: string): Data | null {
  const index = batch.schema.fields.findIndex(({ name }) => name === column)
  const data = batch.data.children[index]
  if (data && isTextType(valueTypeId(data))) return data
  if (data?.type.typeId === Type.Null) return null
  const found = data ? `is of type ${data.type}` : 'is not there'
  throw new EngineError('argument/invalid', `near duplicates need a text column: '${column}' ${found}`, {
    feature: column,
  })
}
