import { describe, expect, it } from 'vitest'
import { supportedFormats } from '../../core/formats/supportedFormats.ts'
import type { ColumnStats } from '../../core/stats/columnStats.ts'
import { parquetDecoder } from '../../core/testing/parquetDecoder.ts'
import { builtKernels } from '../testing/builtKernels.ts'
import { runCommand } from '../testing/commandLine.ts'
import { type ConformanceCase, casesOf, formatNames, goldenOf, pathOf } from '../testing/conformanceCases.ts'

const kernels = await builtKernels()
const packscope = (...words: string[]) => runCommand(words, { kernels, parquet: async () => parquetDecoder() })

it('has a file of every format there is', () => {
  expect(supportedFormats.filter((name) => !formatNames.includes(name))).toEqual([])
})

describe.each(formatNames)('%s', (name) => {
  const one = casesOf(name).find(({ feature }) => feature === 'batches') as ConformanceCase
  const { rows, schema } = goldenOf(one)
  const path = pathOf(one)
  const format = { 'arrow stream': 'arrow', tsv: 'csv' }[one.format] ?? one.format
  const isFolder = format === 'hf_dataset'

  it('detect names format and compression', async () => {
    const { json } = await packscope('detect', path, '--json')
    expect(json()).toMatchObject({ format, compression: one.compression, ...(isFolder ? { by: 'directory' } : {}) })
  })

  it('inspect has all rows and columns', async () => {
    const inspected = (await packscope('inspect', path, '--json')).json() as {
      columns: { name: string; type: string }[]
    }
    expect(inspected).toMatchObject({ format, compression: one.compression, rows: rows.length, issues: [] })
    expect(inspected.columns.map(({ name, type }) => `${name}: ${type}`).join(', ')).toBe(schema)
  })

  it('head has the first rows, and the last', async () => {
    const first = await packscope('head', path, '-n', '4')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toBe(
      rows
        .slice(0, 4)
        .map((row) => `${row}\n`)
        .join(''),
    )
    const last = await packscope('head', path, '--offset', String(rows.length - 2))
    expect(last.out).toBe(
      rows
        .slice(-2)
        .map((row) => `${row}\n`)
        .join(''),
    )
  })

  it('stats go over all of it', async () => {
    const columns = (await packscope('stats', path, '--json')).json() as ColumnStats[]
    const values = rows.map((row) => JSON.parse(row) as Record<string, unknown>)
    for (const { name, rows: counted, nulls, distinct } of columns) {
      const present = values.map((row) => row[name]).filter((value) => value !== null)
      expect([counted, nulls], name).toEqual([rows.length, rows.length - present.length])
      expect(distinct, name).toBe(new Set(present.map((value) => JSON.stringify(value))).size)
    }
    expect(columns.map((column) => `${column.name}: ${column.type}`).join(', ')).toBe(schema)
  })
})
