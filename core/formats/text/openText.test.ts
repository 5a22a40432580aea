import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { countingSource, shortSource, textSource } from '../../testing/hostileSources.ts'
import { bytesOf } from '../../testing/recordCases.ts'
import { columnLines, issueLines, scanned } from '../../testing/rows.ts'
import { readRecords } from '../records/readRecords.ts'
import { openText, textFormat } from './openText.ts'

const kernels = scalarKernels
const FIXTURES = new URL('../../fixtures/text/', import.meta.url)
const goldens = readdirSync(FIXTURES).filter((name) => name.endsWith('.txt'))

async function linesOf(bytes: Uint8Array, chunkBytes: number): Promise<string[]> {
  const lines: string[] = []
  const range = { firstChunkBytes: chunkBytes, chunkBytes }
  for await (const block of readRecords(memorySource(bytes), textFormat(0), kernels, range)) {
    for (let i = 0; i < block.count; i++) {
      lines.push(new TextDecoder().decode(block.bytes.subarray(block.starts[i], block.ends[i])))
    }
  }
  return lines
}

async function textsOf(bytes: Uint8Array): Promise<string[]> {
  const { rows } = await scanned(await openText(memorySource(bytes), { kernels }))
  return rows.map((row) => (JSON.parse(row) as { text: string }).text)
}

describe('plain text', () => {
  it.each(goldens)('%s is read as datasets reads it, in any chunks', async (file) => {
    const bytes = new Uint8Array(readFileSync(new URL(file, FIXTURES)))
    const golden = JSON.parse(readFileSync(new URL(file.replace('.txt', '.json'), FIXTURES), 'utf8')) as string[]
    expect(await textsOf(bytes)).toEqual(golden)
    for (const chunkBytes of [1, 2, 3, 64]) expect(await linesOf(bytes, chunkBytes)).toEqual(golden)
  })

  it('has one row per line of any text, whatever ends them and wherever chunks end', () => {
    const letters = fc.constantFrom('a', '\n', '\r', '\r\n', 'é', '"')
    const texts = fc.array(letters, { maxLength: 40 }).map((all) => all.join(''))
    return fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, chunkBytes) => {
        const expected = text.split(/\r\n|\r|\n/)
        if (expected.at(-1) === '') expected.pop() // what is behind the last line end is no line
        expect(await linesOf(encodeUtf8(text), chunkBytes)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('has more lines in a chunk than there is room for at first', async () => {
    expect(await linesOf(encodeUtf8('\n'.repeat(200_000)), 1 << 20)).toHaveLength(200_000)
    expect(await linesOf(encodeUtf8('a\r\n'.repeat(200_000)), 1 << 20)).toHaveLength(200_000)
  })

  it('tells of malformed UTF-8 and shows the rest', async () => {
    const dataset = await openText(memorySource(bytesOf('ok\na', [0xff], 'b\n', [0xe2, 0x82])), { kernels })
    const { rows, issues } = await scanned(dataset)
    expect(columnLines(dataset)).toEqual(['text: Utf8'])
    expect(rows).toEqual(['{"text":"ok"}', '{"text":"a\ufffdb"}', '{"text":"\ufffd"}'])
    expect(issueLines(issues)).toEqual(['warning text/invalid-utf8 1 4', 'warning text/invalid-utf8 2 7'])
  })

  it('keeps a line over the budget out of memory, as a row of nulls', async () => {
    const source = countingSource(shortSource(textSource(`a\n${'b'.repeat(5000)}\r\nc`), 100))
    const dataset = await openText(source, { kernels, maxRecordBytes: 1000 })
    const { rows, issues } = await scanned(dataset)
    expect(rows).toEqual(['{"text":"a"}', '{"text":null}', '{"text":"c"}'])
    expect(issueLines(issues)).toEqual(['error limit/exceeded 1 2'])
    expect(issues[0]!.message).toContain('5000 bytes')
  })

  it('is not UTF-16', async () => {
    const opening = openText(memorySource(bytesOf([0xff, 0xfe, 0x61, 0])), { kernels })
    await expect(opening).rejects.toMatchObject({ code: 'format/unsupported' })
  })
})
