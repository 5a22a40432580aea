import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { byteOrderMarkBytes } from '../records/byteOrderMark.ts'
import { LineCutter } from '../records/lineCutter.ts'
import { type OpenRecordsOptions, openRecords } from '../records/openRecords.ts'
import { byteFlags } from '../records/recordBytes.ts'
import type { RecordFormat } from '../records/recordFormat.ts'
import type { RecordsDataset } from '../records/recordsDataset.ts'
import { JsonlInference } from './jsonlInference.ts'
import { JsonlReader } from './jsonlReader.ts'
import { KernelInference } from './kernel/kernelInference.ts'
import { KernelReader } from './kernel/kernelReader.ts'
import { type KernelSlot, kernelSlot } from './kernel/kernelSlot.ts'
import { readProgram } from './kernel/readProgram.ts'

const WHITESPACE = byteFlags(0x20, 0x09, 0x0d, 0x0a)

/** JSON Lines whose first line starts at `dataStart`. */
export function jsonlFormat(dataStart: number, slot: KernelSlot): RecordFormat {
  return {
    name: 'jsonl',
    dataStart,
    blank: WHITESPACE,
    openIssues: [],
    createCutter: (kernels) => new LineCutter(kernels),
    createReader(schema, wanted, onIssue) {
      const reader = new JsonlReader(schema, wanted, onIssue)
      const program = readProgram(schema, wanted)
      return program ? new KernelReader(slot, program, wanted, reader) : reader
    },
    createInference: (onIssue) => new KernelInference(slot, new JsonlInference(onIssue)),
  }
}

/**
 * JSON Lines: one object a line, whatever the order and presence of keys. Answers after reading about a mebibyte.
 * @throws EngineError `format/unsupported` for UTF-16, besides what the source throws
 */
export async function openJsonl(source: ByteSource, options: OpenRecordsOptions): Promise<RecordsDataset> {
  const head = await readFull(source, 0, 3, options.signal)
  return openRecords(source, jsonlFormat(byteOrderMarkBytes(head), kernelSlot(options.kernels)), options)
}
