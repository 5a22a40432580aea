import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { memorySource } from '../../../io/memorySource.ts'
import { scalarKernels } from '../../../kernels/scalarKernels.ts'
import { jsonLine, likeLines, numberTexts, stringTexts } from '../../../testing/jsonRows.ts'
import { counting, expectTwins, kernelRows } from '../../../testing/jsonTwins.ts'
import { recordCases } from '../../../testing/recordCases.ts'
import { scanned } from '../../../testing/rows.ts'
import { openJsonl } from '../openJsonl.ts'

describe('the kernel reads what the TypeScript reader reads', { timeout: 30_000 }, () => {
  it.each(recordCases.filter(({ name }) => name.startsWith('jsonl')))('in $name', ({ bytes }) => expectTwins(bytes))

  it('in chat rows, all of them by itself', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => {
      const content = `héllo "${i}"\n${'x'.repeat(i)} \u{1f600}`
      return JSON.stringify({
        id: i,
        messages: [{ role: 'user', content }],
        score: i / 4,
        ok: i % 2 === 0,
        ids: [i, i * 7],
      })
    })
    const bytes = encodeUtf8(lines.join('\n'))
    const dataset = await openJsonl(memorySource(bytes), { kernels: counting })
    kernelRows.count = 0
    const { rows, batchSizes } = await scanned(dataset, { batchRows: 100 })
    expect(kernelRows.count).toBe(500)
    expect(batchSizes).toEqual([100, 100, 100, 100, 100])
    expect(rows).toEqual((await scanned(await openJsonl(memorySource(bytes), { kernels: scalarKernels }))).rows)
    kernelRows.count = 0
    await dataset.buildIndex({})
    expect(kernelRows.count).toBeGreaterThan(480)
    await expectTwins(bytes)
  })

  it.each(numberTexts)('in the number %s, in columns of whole numbers, doubles and others', async (text) => {
    await expectTwins(`{"a":1}\n{"a":${text}}\n{"a":2}`)
    await expectTwins(`{"a":1.5}\n{"a":${text}}\n{"a":2}`)
    await expectTwins(`{"a":[1,2]}\n{"a":[${text}]}\n{"a":[3,${text},4]}\n{"a":[5]}`)
    await expectTwins(`{"a":[1.5]}\n{"a":[${text} , ${text}]}`)
    await expectTwins(`{"a":[1.5]}\n${'{"a":[1]}\n'.repeat(40)}{"a":[${text} ]}\n{"a":${text}}`)
  })

  it.each(stringTexts)('in the string %s, kept and passed over', async (text) => {
    await expectTwins(`{"a":"x","b":1}\n{"a":${text},"b":2}\n{"a":"y","b":3}`)
    await expectTwins(`{"a":1,"b":"x"}\n${'{"a":1,"b":"z"}\n'.repeat(40)}{"a":2,"b":${text}}\n{"a":[${text}],"b":"y"}`)
    await expectTwins(`{"a":{"k":1},"b":"x"}\n{"a":{${text}:2},"b":"y"}\n{${text}:1}`)
  })

  it.each([
    '1, 2, 3',
    '1,2,3',
    '1 , 2 , 3',
    '1,\n2,\n3',
    '-100, -1, 5',
    '1,2,',
    ',1',
    '1,,2',
    '1 2',
    '--1, 2',
    '-, 2',
    '1-, 2',
    '01, 2',
    '0, 00',
    '123456789, 1234567890123456789',
    '-123456789, 99999999',
    '1, null, 3',
    '1, 2.0, 3',
    '1e2, 5',
    '1, "x"',
    '12345678901234567890',
    '999999999999999, 1000000000000000',
    '1,\t2',
    '1, [2]',
    '1]',
    '-0, 0',
  ])('in the list %s, at any distance from the start of a step', async (items) => {
    const long = Array.from({ length: 30 }, (_, i) => i * 997 * (i % 3 === 0 ? -1 : 1)).join(', ')
    for (let shift = 0; shift < 12; shift++) {
      const before = `${'7'.repeat(shift + 1)}, ${long}`.slice(0, long.length + 3)
      const lists = `{"a":[${long}],"b":0}\n{"a":[${before}, ${items}],"b":1}\n{"a":[${items}],"b":2}\n{"a":[${items}, ${long}],"b":3}`
      await expectTwins(shift % 2 === 0 ? lists : lists.replaceAll(' ', ''))
    }
    await expectTwins(
      `{"a":[1],"b":0}\n${'{"a":[2, 3],"b":0}\n'.repeat(30)}{"a":[${items}],"b":2}\n{"a":[${long}, ${items}],"b":1}`,
    )
  })

  it('in any lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonLine, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (lines, batchRows) =>
        expectTwins(lines.join('\n'), batchRows),
      ),
      { numRuns: 60 },
    )
  })

  it('in lines alike', async () => {
    kernelRows.count = 0
    await fc.assert(
      fc.asyncProperty(likeLines, (text) => expectTwins(text)),
      { numRuns: 50 },
    )
    expect(kernelRows.count).toBeGreaterThan(250)
  })

  it('in lines alike with bytes changed', async () => {
    const hostile = fc.constantFrom(
      0x00,
      0x09,
      0x0a,
      0x0d,
      0x20,
      0x22,
      0x2c,
      0x3a,
      0x5b,
      0x5c,
      0x5d,
      0x7b,
      0x7d,
      0x80,
      0xc3,
      0xed,
      0xf4,
      0xff,
    )
    const change = fc.tuple(fc.nat(), hostile)
    await fc.assert(
      fc.asyncProperty(likeLines, fc.array(change, { minLength: 1, maxLength: 6 }), async (text, changes) => {
        const bytes = encodeUtf8(text)
        if (bytes.length === 0) return
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        await expectTwins(bytes)
      }),
      { numRuns: 60 },
    )
  })
})
