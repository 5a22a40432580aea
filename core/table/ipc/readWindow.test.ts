import { MetadataVersion, type Schema, type Vector } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { fixture, goldenCases, jsonRows } from '../../testing/golden.ts'
import { makeBatch, sliceBatch } from '../batches.ts'
import { columnLayouts } from './columnLayout.ts'
import { loadColumns } from './loadColumns.ts'
import { addDictionary } from './loadDictionary.ts'
import { readMessage } from './readMessage.ts'
import { readWindow } from './readWindow.ts'

/** The batches of an IPC stream as header and body, with the dictionaries in force. */
function* messages(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const dictionaries = new Map<number, Vector>()
  let schema: Schema | undefined
  for (let at = 0; at + 8 < bytes.length; ) {
    const length = view.getInt32(at + 4, true)
    if (length === 0) return
    const { header, bodyLength, version } = readMessage(bytes.subarray(at + 8, at + 8 + length))
    const body = bytes.subarray(at + 8 + length, at + 8 + length + bodyLength)
    at += 8 + length + bodyLength
    if (header.kind === 'schema') schema = header.schema
    else if (header.kind === 'dictionary') addDictionary(dictionaries, schema!, header, body, version)
    else yield { schema: schema!, header: header.batch, body, dictionaries, isV4: version < MetadataVersion.V5 }
  }
}

/** Fixtures as streams: an IPC file holds one behind its magic. */
const streams = goldenCases('arrow')
  .filter(({ file }) => !file.startsWith('legacy'))
  .map(({ file }) => {
    const bytes = fixture(`arrow/${file}`)
    return { file, bytes: file.endsWith('.arrow') ? bytes.subarray(8) : bytes }
  })

describe('readWindow', () => {
  it.each(streams)('$file: every window is the slice of the whole batch', async ({ bytes }) => {
    for (const { schema, header, body, dictionaries, isV4 } of messages(bytes)) {
      const { numRows } = header
      const whole = makeBatch(schema, loadColumns(schema.fields, header, body, dictionaries, isV4), numRows)
      const layouts = columnLayouts(schema.fields, header, body.length, isV4)
      const read = async (start: number, end: number) => body.slice(start, end)
      for (let start = 0; start <= numRows; start++) {
        for (let end = start; end <= numRows; end++) {
          const window = await readWindow(layouts, start, end, read, isV4)
          const columns = loadColumns(schema.fields, window.header, window.body, dictionaries, isV4)
          const rows = jsonRows([makeBatch(schema, columns, end - start)])
          expect(rows, `${start}..${end}`).toEqual(jsonRows([sliceBatch(whole, start, end)]))
        }
      }
    }
  })

  it('reads only what the rows of the chosen columns take', async () => {
    const [first] = messages(fixture('arrow/nested.arrow').subarray(8))
    const { schema, header, body } = first!
    const layouts = columnLayouts(schema.fields, header, body.length, false)
    let bytesRead = 0
    const read = async (start: number, end: number) => {
      bytesRead += end - start
      return body.slice(start, end)
    }
    await readWindow([layouts[0]!], 0, 1, read, false)
    // A row of three int64: two offsets, three values, a byte of validity at most for each level.
    expect(bytesRead).toBeLessThanOrEqual(8 + 24 + 2)
  })
})
