import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { kernelsWithCsv } from '../../testing/csvKernels.ts'
import { shortSource } from '../../testing/hostileSources.ts'
import { scanned } from '../../testing/rows.ts'
import { openCsv } from './openCsv.ts'

const FIXTURES = new URL('../../fixtures/csv_typed/', import.meta.url)
const cases = readdirSync(FIXTURES).filter((file) => file.endsWith('.csv'))

interface Golden {
  /** pyarrow's names of types. */
  types: string[]
  /** Whole numbers as `5n`, floats as Python writes them. */
  rows: (string | boolean | null)[][]
}

const TYPES: Record<string, string> = { int64: 'Int64', double: 'Float64', bool: 'Bool', string: 'Utf8' }

/** A golden value as `rowTexts` has it. */
function expected(value: string | boolean | null, type: string): unknown {
  if (type !== 'double' || value === null) return value
  const number = Number(value)
  return Object.is(number, -0) ? '-0' : number
}

describe.each([
  ['TypeScript', scalarKernels],
  ['WASM', kernelsWithCsv],
] as const)('in %s', (_name, kernels) => {
  it.each(cases)('%s has the types and values that pandas, polars and pyarrow give it', async (file) => {
    const bytes = new Uint8Array(readFileSync(new URL(file, FIXTURES)))
    const golden = JSON.parse(readFileSync(new URL(file.replace('.csv', '.json'), FIXTURES), 'utf8')) as Golden
    const dataset = await openCsv(memorySource(bytes), { kernels })
    expect(dataset.schema.fields.map(({ type }) => String(type))).toEqual(golden.types.map((type) => TYPES[type]))

    const { rows, issues } = await scanned(dataset)
    expect(issues).toEqual([])
    expect(rows.map((row) => Object.values(JSON.parse(row) as object))).toEqual(
      golden.rows.map((row) => row.map((value, i) => expected(value, golden.types[i]!))),
    )
    for (const rowStart of [0, 1, rows.length - 1, rows.length]) {
      const part = await scanned(dataset, { rowStart, rowEnd: rowStart + 2 })
      expect(part.rows).toEqual(rows.slice(rowStart, rowStart + 2))
    }
    const inPieces = await openCsv(shortSource(memorySource(bytes), 7), { kernels })
    expect((await scanned(inPieces)).rows).toEqual(rows)
  })
})
