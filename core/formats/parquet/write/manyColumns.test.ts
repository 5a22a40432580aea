import { Field, Int32, Schema, Utf8 } from 'apache-arrow'
import { expect, it } from 'vitest'
import { makeBatch } from '../../../table/batches.ts'
import { columnOf } from '../../../testing/columnsOf.ts'
import { testPageEncoder } from '../../../testing/pageEncoder.ts'
import { openedParquet, parquetBytes } from '../../../testing/parquetRoundTrip.ts'

it('100,000 columns of a few rows are written, and the last ones read', async () => {
  const count = 100_000
  const kinds = [
    { type: new Int32(), data: columnOf(new Int32(), [1, null, 3]) },
    { type: new Utf8(), data: columnOf(new Utf8(), ['a', 'bc', null]) },
  ]
  const kindOf = (i: number) => kinds[i % 2] as (typeof kinds)[0]
  const schema = new Schema(Array.from({ length: count }, (_, i) => new Field(`c${i}`, kindOf(i).type, true)))
  const columns = Array.from({ length: count }, (_, i) => kindOf(i).data)
  const batch = makeBatch(schema, columns, 3)
  const bytes = parquetBytes(schema, [[batch]], {}, { encoders: null, pageEncoder: await testPageEncoder() })
  // Page, statistics, indexes and a name in the schema, each of a few bytes.
  expect(bytes.length / count).toBeLessThan(300)
  const dataset = await openedParquet(bytes)
  const rows = []
  for await (const found of dataset.scan({ columns: ['c99998', 'c99999'] })) {
    rows.push(...found.toArray().map((row) => JSON.stringify(row)))
  }
  expect(rows).toEqual(['{"c99998":1,"c99999":"a"}', '{"c99998":null,"c99999":"bc"}', '{"c99998":3,"c99999":null}'])
}, 120_000)
