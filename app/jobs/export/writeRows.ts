import { throwIfAborted } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import { chunkGrid, meanRowBytes } from '../../../core/export/chunks/chunkGrid.ts'
import { cutRows } from '../../../core/export/chunks/cutRows.ts'
import type { EncodedRows } from '../../../core/export/encoding/encodeRows.ts'
import { addLosses, type LostValues } from '../../../core/export/encoding/lostValues.ts'
import { tableFormatOf } from '../../../core/export/encoding/tableFormats.ts'
import { FileSeries } from '../../../core/export/files/fileSeries.ts'
import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import { chunkLimitsIn, shardRanges, shardSizeOf } from '../../../core/export/files/shardRanges.ts'
import type { OutputBelow } from '../../../core/export/output/outputBelow.ts'
import type { Issue } from '../../../core/issues.ts'
import { schemaToIpc } from '../../../core/table/ipc.ts'
import { projectSchema } from '../../../core/table/schemas.ts'
import { encodersOf } from '../../pool/encodeTasks.ts'
import { encodedRows } from './encodedRows.ts'
import type { ExportJob, ExportPart, ExportSpec } from './exportSpec.ts'

/**
 * Writes the rows of an export to its files, and closes them. The bytes depend on the rows and the options alone.
 * @throws what reading, encoding and the output throw
 */
export async function writeRows(
  { rows, onLoss }: ExportPart,
  { options, columns }: Pick<ExportSpec, 'options' | 'columns'>,
  output: OutputBelow,
  job: ExportJob,
): Promise<{ files: WrittenFile[]; skippedRows: number; losses: Issue[] }> {
  const { dataset } = rows
  const { signal, pool } = job
  const total = dataset.extent.numRows
  const format = tableFormatOf(options.format)
  const schema = projectSchema(dataset.schema, columns ?? undefined)
  const encoders = await encodersOf(job.kernels)
  const shardSize = shardSizeOf(options)
  const ranges = shardRanges(total, shardSize)
  const means = { output, encoders, createHash: () => job.platform.createSha256() }
  const ends = shardSize?.by === 'bytes' ? { bytes: shardSize.bytes } : { count: ranges.length }
  const series = new FileSeries(format, schema, options, means, ends)
  const scan = dataset.scan.bind(dataset)
  const rowBytes = await meanRowBytes(scan, { rowStart: 0, columns, signal })
  const limits = chunkLimitsIn(shardSize, format.chunkLimits(schema, options))
  const isOrdered = format.isOrdered(schema, options)
  const target = { schema: schemaToIpc(schema), options }
  const lost: LostValues[] = []
  let skippedRows = 0
  let rowEnd = 0

  const tell = (encoded: EncodedRows) => {
    skippedRows += encoded.skippedRows
    rowEnd = encoded.rowEnd
    addLosses(lost, encoded.lost, 0)
    job.report('Exporting', { done: encoded.rowEnd, total, unit: 'rows', bytes: series.bytes })
  }
  for (const range of ranges) {
    const grid = chunkGrid(limits, rowBytes, range.rowStart)
    if (isOrdered) {
      for await (const chunk of cutRows(scan, grid, { ...range, columns, signal })) tell(await series.addRows(chunk))
    } else {
      for await (const encoded of encodedRows(rows, { range, grid, columns, target, rowBytes, pool, signal })) {
        if (encoded.chunk) await series.add(encoded.chunk)
        tell(encoded)
      }
    }
    throwIfAborted(signal)
    if (range.rowEnd > range.rowStart && rowEnd !== range.rowEnd) {
      const message = `the rows ended at ${rowEnd}, ${range.rowEnd} expected: the source changed since it was opened`
      throw new EngineError('source/changed', message, { row: rowEnd })
    }
    if (ranges.length > 1) await series.endFile()
  }
  const files = await series.finish()
  return { files, skippedRows, losses: lost.map((loss) => onLoss(loss)) }
}
