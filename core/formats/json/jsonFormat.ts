import type { Issue } from '../../issues.ts'
import { findJsonMarks } from '../../kernels/jsonMarks.ts'
import { JsonlInference } from '../jsonl/jsonlInference.ts'
import { JsonlReader } from '../jsonl/jsonlReader.ts'
import { KernelInference } from '../jsonl/kernel/kernelInference.ts'
import { KernelReader } from '../jsonl/kernel/kernelReader.ts'
import type { KernelSlot } from '../jsonl/kernel/kernelSlot.ts'
import { readProgram } from '../jsonl/kernel/readProgram.ts'
import { byteFlags } from '../records/recordBytes.ts'
import type { OnIssue, RecordFormat } from '../records/recordFormat.ts'
import { ElementCutter } from './elementCutter.ts'
import { type JsonLayout, valueColumn } from './jsonLayout.ts'

const WHITESPACE = byteFlags(0x20, 0x09, 0x0d, 0x0a)

/** The elements of a JSON array, or whole JSON values one after the other, as records. */
export function jsonFormat(layout: JsonLayout, slot: KernelSlot): RecordFormat {
  /** Whether some pass has seen the end of the array. */
  let isClosed = layout.kind === 'values'
  return {
    name: 'json',
    dataStart: layout.dataStart,
    blank: WHITESPACE,
    extent: layout.kind === 'array' ? 'separated' : 'whole',
    openIssues: [],
    createCutter() {
      return new ElementCutter(
        layout,
        () => slot.kernel?.findMarks ?? findJsonMarks,
        () => {
          isClosed = true
        },
      )
    },
    createReader(schema, wanted, onIssue) {
      const isValue = layout.rows !== 'objects'
      const reader = new JsonlReader(schema, wanted, asJson(onIssue), undefined, isValue)
      const program = isValue ? null : readProgram(schema, wanted)
      return program ? new KernelReader(slot, program, wanted, reader) : reader
    },
    createInference(onIssue) {
      if (layout.rows !== 'objects') return new ElementInference(asJson(onIssue), valueColumn(layout))
      return new KernelInference(slot, new ElementInference(asJson(onIssue)))
    },
    endIssue: () => (isClosed ? null : UNCLOSED),
  }
}

const UNCLOSED: Issue = {
  severity: 'error',
  code: 'json/unclosed-array',
  message: 'the file ends before its array does: rows may be missing',
  rowStart: null,
  rowEnd: null,
  byteStart: null,
}

/** The readers of JSON Lines tell of lines; here they are elements. */
function jsonIssue(issue: Issue): Issue {
  const code = issue.code.replace(/^jsonl\//, 'json/')
  return { ...issue, code, message: issue.message.replace('the line ends', 'the element ends') }
}

function asJson(onIssue: OnIssue): OnIssue {
  return (issue) => onIssue(jsonIssue(issue))
}

class ElementInference extends JsonlInference {
  override columnIssues(): Issue[] {
    return super.columnIssues().map(jsonIssue)
  }
}
