import { Float64, Int64, List, Schema, Utf8 } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { memorySource } from '../../../io/memorySource.ts'
import { nullableField } from '../../../table/jsonField.ts'
import { kernelsWithJson } from '../../../testing/jsonKernel.ts'
import { counting, expectTwins, kernelRows } from '../../../testing/jsonTwins.ts'
import { bytesOf } from '../../../testing/recordCases.ts'
import { scanned } from '../../../testing/rows.ts'
import { openJsonl } from '../openJsonl.ts'

describe('hostile rows are read with the kernel as without', { timeout: 60_000 }, () => {
  it('cut at every byte', async () => {
    const text = encodeUtf8('{"a":1,"b":"x\\né","m":[{"r":-1.5e3},{"r":null}]}\r\n\n{"a":[true],"ids":[1, 22]}\n{bad\n')
    for (let length = 0; length <= text.length; length++) await expectTwins(text.subarray(0, length))
  })

  it('with one bit changed anywhere', async () => {
    const text = encodeUtf8(
      `${'{"a":1,"b":"x","i":[1, 2]}\n'.repeat(20)}{"a":12,"b":"é\\n","i":[34, 5]}\n{"a":2,"b":"y","i":[]}`,
    )
    for (let at = 20 * 27; at < text.length; at += 2) {
      const changed = text.slice()
      changed[at]! ^= 1 << (at % 8)
      await expectTwins(changed)
    }
  })

  it.each([
    ['nested 60, 70 and 200 deep', [60, 70, 200].map((n) => `{"a":${'['.repeat(n)}1${']'.repeat(n)}}`).join('\n')],
    ['nested deeper than is read', `{"a":1}\n{"b":${'['.repeat(10_500)}${']'.repeat(10_500)}}\n{"a":2}`],
    ['objects 80 deep', `{"a":${'{"k":'.repeat(80)}1${'}'.repeat(80)}}\n{"a":1}`],
    ['keys of objects', '{"__proto__":1,"constructor":2}\n{"__proto__":{"toString":3}}\n{"":1}\n{"hasOwnProperty":[]}'],
    ['keys twice', '{"a":1,"a":2}\n{"a":1}\n{"b":{"c":1,"c":"x"}}\n{"a":1,"\\u0061":3}'],
    [
      'keys that begin alike',
      '{"exactly14bytes":1,"exactly14bytesX":2,"exactly14byte":3,"exactly14bytes and much more":4}\n'.repeat(3),
    ],
    ['escaped and odd keys', '{"q\\"q":1,"é":2,"tab\\t":3}\n{"q\\"q":4,"\\u00e9":5,"tab\\t":6}\n{"\\u0000":1}'],
    ['a mark at the beginning, carriage returns and blank lines', '\ufeff{"a":1}\r\n\r\n \t\n{"a":2}\r\n\r\n'],
    ['a key over a line end', '{"a":1,\n"b":2}\n{"a":3}'],
    ['nothing behind a colon', '{"a":}\n{"a":1,}\n{,}\n{"a"}\n{"a":1 2}\n{"a":1}}\n{}{}\n[]\n""\nnull'],
  ])('%s', (_name, text) => expectTwins(text))

  it.each([
    [
      'malformed UTF-8',
      bytesOf('{"a":"x"}\n{"a":"', [0xff], '"}\n{"a":"', [0xc3], '"}\n{"', [0xe2, 0x82], '":1}\n', [0xc3, 0xa9], '{}'),
    ],
    ['surrogates as UTF-8', bytesOf('{"a":"', [0xed, 0xa0, 0x80], '"}\n{"a":"', [0xf4, 0x90, 0x80, 0x80], '"}')],
    ['a character cut by the line end', bytesOf('{"a":"x', [0xf0, 0x9f, 0x98], '\n', [0x80], '"}\n{"a":"y"}')],
    ['NUL bytes', bytesOf('{"a":1', [0], '}\n', [0], '\n{"a":"', [0], '"}\n', [0, 0], '{"a":2}')],
  ])('%s', (_name, bytes) => expectTwins(bytes))

  it('malformed UTF-8 at any distance from the start', async () => {
    for (let pad = 0; pad < 70; pad += 7) {
      const good = `{"a":"${'é'.repeat(pad % 5)}${'p'.repeat(pad)}`
      await expectTwins(
        bytesOf(`${good}"}\n${good}`, [0xe2, 0x82], `"}\n${good}`, [0xc3, 0x28], '"}\n', good, '\u20ac"}'),
      )
    }
  })

  it('of thousands of columns', async () => {
    const row = (from: number) => Array.from({ length: 1200 }, (_, i) => `"column ${from + i}":${i}`).join(',')
    await expectTwins(`{${row(0)}}\n{${row(0)}}\n{${row(10)}}\n{"column 5":1}\n{"column 1199":"x"}`)
  })

  it('with a cell larger than the kernel takes at once', async () => {
    const rows = [{ t: 'x'.repeat(300_000) }, { t: `${'y\n'.repeat(2_200_000)}` }, { t: 'z' }]
    await expectTwins(rows.map((row) => JSON.stringify(row)).join('\n'))
  })

  it('of which every other one is damaged', async () => {
    await expectTwins('{"a":1,"b":"x"}\n{"a":oops}\n'.repeat(200), 37)
    await expectTwins('{"a":1,"b":"x"}\n{"a":2,"b":"\\ud800"}\n'.repeat(200))
  })
})

describe('readers that share the kernel', () => {
  it('take turns, batch by batch', async () => {
    const numbers = Array.from({ length: 900 }, (_, i) => `{"n":${i}}`).join('\n')
    const texts = Array.from({ length: 900 }, (_, i) => `{"t":"text ${i}"}`).join('\n')
    const open = (text: string) => openJsonl(memorySource(encodeUtf8(text)), { kernels: counting })
    const [one, other] = await Promise.all([open(numbers), open(texts)])
    kernelRows.count = 0
    const scans = [
      one.scan({ batchRows: 70 }),
      other.scan({ batchRows: 130 }),
      one.scan({ batchRows: 50, rowStart: 5 }),
    ]
    const found = scans.map((): string[] => [])
    const iterators = scans.map((scan) => scan[Symbol.asyncIterator]())
    for (let left = 3; left > 0; ) {
      left = 0
      for (const [i, iterator] of iterators.entries()) {
        const { value, done } = await iterator.next()
        if (done) continue
        left++
        found[i]!.push(...value.toArray().map((row: unknown) => String(Object.values(row as object)[0])))
      }
    }
    expect(found[0]).toEqual(Array.from({ length: 900 }, (_, i) => String(i)))
    expect(found[1]).toEqual(Array.from({ length: 900 }, (_, i) => `text ${i}`))
    expect(found[2]).toEqual(found[0]!.slice(5))
    expect(kernelRows.count).toBeGreaterThan(2000)
  })

  it('hand on what does not fit the arena', async () => {
    // Each row unfolds to 24 MB of columns, so that the arena is full again and again.
    const fields = [nullableField('l', new List(nullableField('item', new Int64()))), nullableField('f', new Float64())]
    const schema = new Schema([...fields, nullableField('s', new Utf8())])
    const row = `{"l":[${'1,'.repeat(1_500_000)}2],"f":1.5,"s":"x"}`
    const source = memorySource(encodeUtf8(`${row}\n`.repeat(6)))
    const dataset = await openJsonl(source, { kernels: kernelsWithJson, schema })
    const { batchSizes, rows, issues } = await scanned(dataset, { columns: ['f', 's'] })
    expect(rows).toHaveLength(6)
    expect(issues).toEqual([])
    expect(batchSizes).toHaveLength(1)
    let numRows = 0
    for await (const batch of dataset.scan({ columns: ['l'] })) {
      numRows += batch.numRows
      const lists = batch.getChildAt(0)!.data[0]!
      expect(lists.children[0]!.length).toBe(batch.numRows * 1_500_001)
    }
    expect(numRows).toBe(6)
  })
})
