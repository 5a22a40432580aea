import { readFileSync, writeFileSync } from 'node:fs'
import {
  Bool,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  type RecordBatch,
  Schema,
  Struct,
  Utf8,
} from 'apache-arrow'
import { expect, it } from 'vitest'
import { makeBatch } from '../../../table/batches.ts'
import { tableOf } from '../../../testing/columnsOf.ts'
import { cutBatch } from '../../../testing/encodeTable.ts'
import { jsonRows, readAll } from '../../../testing/golden.ts'
import { testPageEncoder } from '../../../testing/pageEncoder.ts'
import { openedParquet, parquetBytes } from '../../../testing/parquetRoundTrip.ts'

/** Chat rows as they are trained on: text, lists of structs, tokens, numbers, flags, a column of few values. */
function table(): RecordBatch {
  const message = new Struct([new Field('role', new Utf8(), true), new Field('content', new Utf8(), true)])
  const fields = [
    new Field('id', new Int64(), false),
    new Field('messages', new List(new Field('item', message, true)), true),
    new Field('input_ids', new List(new Field('item', new Int32(), true)), true),
    new Field('score', new Float64(), true),
    new Field('keep', new Bool(), true),
    new Field('source', new Dictionary(new Utf8(), new Int32()), true),
  ]
  const rows = Array.from({ length: 120 }, (_, i) => i)
  const columns = [
    rows.map((i) => BigInt(i)),
    rows.map((i) =>
      i % 11 === 10
        ? null
        : [
            ['user', `question ${i}`],
            ['assistant', i % 3 === 0 ? null : `answer ${i % 5}`],
          ],
    ),
    rows.map((i) => Array.from({ length: i % 9 }, (_, k) => (i * k) % 50)),
    rows.map((i) => (i % 4 === 1 ? null : i / 8)),
    rows.map((i) => (i % 7 === 3 ? null : i % 2 === 0)),
    rows.map((i) => ['web', 'books', null][i % 3]),
  ]
  const batch = tableOf(fields, columns)
  const schema = new Schema(batch.schema.fields, new Map([['huggingface', '{"info": {"features": {}}}']]))
  return makeBatch(schema, batch.data.children, batch.numRows)
}

const GOLDEN = 'core/fixtures/parquet-written/chat.parquet'

/**
 * Bytes that pyarrow, polars and DuckDB read when they were put there. Where this fails on purpose (another version, a
 * better dictionary), run it once with PACKSCOPE_WRITE_GOLDENS set and have scripts/interop/parquetInterop.mjs look at what
 * changed.
 */
it.each(['in WASM', 'in TypeScript'])('the same table is the same bytes, by the loops %s', async (loops) => {
  const batch = table()
  const means = { encoders: null, ...(loops === 'in WASM' ? { pageEncoder: await testPageEncoder() } : {}) }
  const groups = [cutBatch(batch, [13, 40]).slice(0, 2), cutBatch(batch, [40]).slice(1)]
  const bytes = parquetBytes(batch.schema, groups, {}, means)
  if (process.env.PACKSCOPE_WRITE_GOLDENS) writeFileSync(GOLDEN, bytes)
  const wanted = new Uint8Array(readFileSync(GOLDEN))
  expect((await readAll(await openedParquet(wanted))).rows).toEqual(jsonRows([batch]))
  expect(Buffer.compare(bytes, wanted)).toBe(0)
})
