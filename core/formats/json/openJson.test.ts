import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { memorySource } from '../../io/memorySource.ts'
import type { Issue } from '../../issues.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { readAll } from '../../testing/golden.ts'
import { countingSource, textSource } from '../../testing/hostileSources.ts'
import { kernelsWithJson } from '../../testing/jsonKernel.ts'
import { jsonValueText } from '../../testing/jsonRows.ts'
import { columnLines, issueLines, scanned } from '../../testing/rows.ts'
import { surveyRecords } from '../records/surveyRecords.ts'
import { findLayout } from './findLayout.ts'
import { openJson } from './openJson.ts'

async function read(text: string, kernels = scalarKernels) {
  const dataset = await openJson(memorySource(encodeUtf8(text)), { kernels })
  const told: Issue[] = []
  await dataset.buildIndex({ onIssue: (issue) => told.push(issue) })
  return { columns: columnLines(dataset), rows: (await scanned(dataset)).rows, told: issueLines(told) }
}

/** As `read`, with rows written by us: row objects of arrow-js cannot hold a key called `__proto__`. */
async function readExactly(text: string, kernels = scalarKernels) {
  const dataset = await openJson(memorySource(encodeUtf8(text)), { kernels })
  const told: Issue[] = []
  await dataset.buildIndex({ onIssue: (issue) => told.push(issue) })
  const { rows } = await readAll(dataset)
  return { columns: columnLines(dataset), rows, told: issueLines(told) }
}

async function survey(text: string, chunkBytes: number) {
  const source = memorySource(encodeUtf8(text))
  const { recordFormat } = await openJson(source, { kernels: scalarKernels })
  const told: Issue[] = []
  for await (const { issues, schema } of surveyRecords(source, recordFormat, scalarKernels, { chunkBytes })) {
    told.push(...issues)
    if (schema) return { told, schema: String(schema) }
  }
  throw new Error('the survey ended without a schema')
}

describe('a JSON array', { timeout: 30_000 }, () => {
  it.each([0, 2, '\t', undefined])('is its elements, however it is printed (%j)', async (indent) => {
    const rows = [
      { a: 1, t: 'x],[{"' },
      { a: 2, t: '\\' },
      { a: null, t: '"}' },
    ]
    const { columns, rows: found, told } = await read(JSON.stringify(rows, null, indent))
    expect(columns).toEqual(['a: Int64', 't: Utf8'])
    expect(found).toEqual(['{"a":"1n","t":"x],[{\\""}', '{"a":"2n","t":"\\\\"}', '{"a":null,"t":"\\"}"}'])
    expect(told).toEqual([])
  })

  it.each([
    ['["a", "b", null]', ['text: Utf8'], ['{"text":"a"}', '{"text":"b"}', '{"text":null}']],
    ['[1, 2.5]', ['value: Float64'], ['{"value":1}', '{"value":2.5}']],
    ['[[1], [2, 3]]', ['value: List<Int64>'], ['{"value":["1n"]}', '{"value":["2n","3n"]}']],
    ['[]', [], []],
    ['[{}]', [], ['{}']],
  ])('of %s is read as one column where its elements are no objects', async (text, columns, rows) => {
    expect(await read(text)).toEqual({ columns, rows, told: [] })
  })

  it('with other things between its objects has rows of nulls for them', async () => {
    expect(await read('[{"a":1}, "text", [2], {"a":3}]')).toEqual({
      columns: ['a: Int64'],
      rows: ['{"a":"1n"}', '{"a":null}', '{"a":null}', '{"a":"3n"}'],
      told: ['error json/not-an-object 1 10', 'error json/not-an-object 2 18'],
    })
  })

  it('that does not end gives its rows and one issue', async () => {
    const unclosed = ['error json/unclosed-array null null']
    expect(await read('[{"a":1},{"a":2},')).toMatchObject({ rows: ['{"a":"1n"}', '{"a":"2n"}'], told: unclosed })
    expect(await read('[{"a":1},{"a":2}')).toMatchObject({ rows: ['{"a":"1n"}', '{"a":"2n"}'], told: unclosed })
    const cut = await read('[{"a":1},{"a":2')
    expect(cut).toMatchObject({ rows: ['{"a":"1n"}', '{"a":null}'], told: ['error json/bad-json 1 15'] })
    expect(await read('["one","tw')).toMatchObject({ rows: ['{"text":"one"}', '{"text":null}'] })
  })

  it('keeps the damage of an element to itself', async () => {
    const lines = [
      '{"a":1}',
      '{"a":[1,2}',
      '{"a":"open}',
      '{"a":2}}',
      '{"a":3',
      '{"a":{"b":[}',
      '{"a":"x" y"}',
      '{"a":4}',
    ]
    const { rows, told } = await read(`[\n  ${lines.join(',\n  ')}\n]`)
    expect(rows).toHaveLength(lines.length)
    expect(rows[0]).toContain('1n')
    expect(rows.at(-1)).toContain('4n')
    expect(told.filter((line) => line.includes('bad-json'))).toHaveLength(6)
    const inOneLine = await read('[{"a":1},{"a":[1,2},{"a":2}},{"a":3],{"a":4},{"a":{"b":5},{"a":6}]')
    expect(inOneLine.rows.filter((row) => !row.includes('null'))).toEqual(['{"a":"1n"}', '{"a":"4n"}', '{"a":"6n"}'])
    expect(inOneLine.rows).toHaveLength(7)
  })

  it('never takes a brace of a sound element for the start of the next', async () => {
    const text = '[\n{"a":[\n{"b":1},\n{"b":2}\n]},\n{"a":[\n{"b":3}\n]}\n]'
    expect((await read(text)).rows).toEqual(['{"a":[{"b":"1n"},{"b":"2n"}]}', '{"a":[{"b":"3n"}]}'])
  })

  it('is read alike with the kernel and without, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(jsonValueText, { maxLength: 8 }),
        fc.constantFrom(',', ', ', ',\n', '\n', ',\n  '),
        fc.constantFrom('', '\n', '\n  '),
        async (values, separator, start) => {
          const text = `[${start}${values.join(separator)}]`
          expect(await readExactly(text, kernelsWithJson)).toEqual(await readExactly(text))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is surveyed alike in any chunks, damaged or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(jsonValueText, { maxLength: 6 }),
        fc.constantFrom(',', ',\n', ',\n  '),
        fc.constantFrom('', '\n', '\n  '),
        fc.integer({ min: 1, max: 20 }),
        async (values, separator, start, chunkBytes) => {
          const text = `[${start}${values.join(separator)}]`
          expect(await survey(text, chunkBytes)).toEqual(await survey(text, 1 << 20))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('has the rows JSON.parse finds', async () => {
    const json = fc.json({ maxDepth: 3 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(json, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('', '\n', '  '),
        async (all, space) => {
          const text = `[${all.map((one) => `${space}{"v":${one}}`).join(`${space},`)}${space}]`
          const dataset = await openJson(memorySource(encodeUtf8(text)), { kernels: scalarKernels })
          expect((await scanned(dataset)).rows).toHaveLength((JSON.parse(text) as unknown[]).length)
        },
      ),
    )
  })
})

describe('a JSON document', () => {
  it.each([
    ['{"version":"1","data":[{"a":1}],"z":[{"b":1},{"b":2}]}', 'data', 1],
    ['{"info":{"data":[1]},"rows":[{"a":1},{"a":2}]}', 'rows', 2],
    ['{"short":[{"a":1}],"long":[{"b":1},{"b":2}]}', 'long', 2],
    ['{"only":[{"a":1},{"a":2}]}', 'only', 2],
    ['{"data":["x","y"]}', 'data', 2],
    ['{"id":1,"tags":["x","y"]}', null, 1],
    ['{"messages":[{"role":"user"},{"role":"assistant"}]}', null, 1],
    ['{"a":1}', null, 1],
    ['{"data":[{"a":1}]}\n{"data":[{"a":2}]}', null, 2],
    ['{"data":[]}', 'data', 0],
    ['{"a":[1,}', null, 1],
  ])('%s has its rows in %j', async (text, key, numRows) => {
    expect(findLayout(encodeUtf8(text), 0, true)).toMatchObject({ key, kind: key === null ? 'values' : 'array' })
    expect((await read(text)).rows).toHaveLength(numRows)
  })

  it('is one row, or several one after the other', async () => {
    const pretty = JSON.stringify({ a: 1, turns: [{ r: 'u' }] }, null, 2)
    expect((await read(pretty)).rows).toEqual(['{"a":"1n","turns":[{"r":"u"}]}'])
    expect((await read(`${pretty}\n${pretty}${pretty}`)).rows).toHaveLength(3)
    const damaged = await read(`${pretty}\n{\n  "a": [1, 2\n}\n${pretty}\n`)
    expect(damaged.rows).toHaveLength(3)
    expect(damaged.told).toHaveLength(1)
  })

  it('may have much before its rows', async () => {
    const text = `{"meta":${JSON.stringify('m'.repeat(300_000))},"more":{"x":[${'1,'.repeat(50_000)}1]},"data":[{"a":1}]}`
    expect(await read(text)).toEqual({ columns: ['a: Int64'], rows: ['{"a":"1n"}'], told: [] })
  })

  it('is not read to its end before the first rows are there', async () => {
    const source = countingSource(textSource(`{"data":[${'{"a":1},'.repeat(1_000_000)}{"a":2}]}`))
    const dataset = await openJson(source, { kernels: scalarKernels })
    expect(dataset.extent.numRows).toBeGreaterThan(1000)
    expect(source.bytesRead).toBeLessThan(6 * 1024 ** 2)
  })
})
