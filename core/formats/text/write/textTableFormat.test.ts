import { Dictionary, Field, Int32, Int64, List, Schema, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualExportOptions } from '../../../export/exportOptions.ts'
import { memorySource } from '../../../io/memorySource.ts'
import { scalarKernels } from '../../../kernels/scalarKernels.ts'
import { hostileText } from '../../../testing/anyTables.ts'
import { tableOf } from '../../../testing/columnsOf.ts'
import { cutBatch, encodeTable } from '../../../testing/encodeTable.ts'
import { openText } from '../openText.ts'
import { textTableFormat } from './textTableFormat.ts'

const text = { format: 'text' } as const
const options = usualExportOptions('text')
const field = new Field('prompt', new Utf8(), true)

async function linesOf(bytes: Uint8Array): Promise<unknown[]> {
  const dataset = await openText(memorySource(bytes), { kernels: scalarKernels })
  const lines: unknown[] = []
  for await (const batch of dataset.scan({})) lines.push(...batch.getChildAt(0)!.toJSON())
  return lines
}

describe('plain text', () => {
  it('comes back line by line, in any chunks', () => {
    const line = hostileText.filter((value) => !/[\r\n]/.test(value) && !value.startsWith('\ufeff'))
    return fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.array(fc.nat(12)), async (lines, cuts) => {
        const batch = tableOf([field], [lines])
        const whole = encodeTable(textTableFormat, [[batch]], text)
        expect(await linesOf(whole.bytes)).toEqual(lines)
        const parts = cutBatch(
          batch,
          [...new Set(cuts)].sort((a, b) => a - b),
        )
        expect(
          encodeTable(
            textTableFormat,
            parts.map((part) => [part]),
            text,
          ).text,
        ).toBe(whole.text)
      }),
    )
  })

  it.each(['a\nb', 'a\rb', '\n', 'a\r\n'])('refuses %j, which would be several rows', (value) => {
    const batch = tableOf([field], [['x', 'y', value]])
    expect(() => encodeTable(textTableFormat, [[batch]], text)).toThrowError(
      expect.objectContaining({
        code: 'format/unsupported',
        details: { row: 2, feature: 'prompt' },
        message: 'prompt has a line break, and a line of text is a row: choose another format',
      }),
    )
  })

  it('has an empty line for null, and tells it', () => {
    const batch = tableOf([field], [['x', null, '']])
    const { text: written, lost } = encodeTable(textTableFormat, [[batch]], text)
    expect(written).toBe('x\n\n\n')
    expect(lost).toEqual([
      {
        code: 'export/null-as-empty',
        column: 'prompt',
        what: 'null, written as an empty line',
        count: 1,
        firstRow: 1,
      },
    ])
  })

  it('does not begin with a byte order mark, which would be left out', () => {
    const [marked, other] = cutBatch(tableOf([field], [['\ufeffa', '\ufeffb']]), [1])
    expect(() => encodeTable(textTableFormat, [[marked!], [other!]], text)).toThrowError(
      expect.objectContaining({ code: 'format/unsupported', details: { feature: 'prompt', row: 0 } }),
    )
    const behind = tableOf([field], [['a', '\ufeffb']])
    expect(encodeTable(textTableFormat, [[behind]], text).text).toBe('a\n\ufeffb\n')
  })

  it('is one column of text, or of JSON where nested values may be', () => {
    const check = (fields: Field[], nested: 'refuse' | 'json' = 'refuse') =>
      textTableFormat.check(new Schema(fields), { ...options, nested })
    const list = new Field('ids', new List(new Field('item', new Int64(), true)), true)
    expect(() => check([field, list])).toThrowError(
      'text is the lines of one column, this has 2 (prompt, ids): choose one',
    )
    expect(() => check([])).toThrowError('this has 0')
    expect(() => check([new Field('n', new Int64())], 'json')).toThrowError('n is int64')
    expect(() => check([list])).toThrowError('ids is list<int64>')
    expect(() => check([new Field('d', new Dictionary(new Utf8(), new Int32()))])).not.toThrow()
    const batch = tableOf([list], [[[1n, null], [], null]])
    expect(encodeTable(textTableFormat, [[batch]], { ...text, nested: 'json' }).text).toBe('[1,null]\n[]\n\n')
  })

  it('repairs malformed UTF-8, and tells it', () => {
    const batch = tableOf([field], [['ab']])
    const bytes = batch.data.children[0]!.values as Uint8Array
    bytes[0] = 0xff
    expect(encodeTable(textTableFormat, [[batch]], text)).toMatchObject({
      text: '\ufffdb\n',
      lost: [{ code: 'export/invalid-utf8', count: 1 }],
    })
  })
})
