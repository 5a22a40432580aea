import { readFileSync } from 'node:fs'
import type { RecordBatch } from 'apache-arrow'
import { expect, it } from 'vitest'
import { openArrow } from '../../formats/arrow/openArrow.ts'
import { csvTableFormat } from '../../formats/csv/write/csvTableFormat.ts'
import { jsonlTableFormat } from '../../formats/jsonl/write/jsonlTableFormat.ts'
import { memorySource } from '../../io/memorySource.ts'
import { encodeTable } from '../../testing/encodeTable.ts'

const FIXTURES = new URL('../../fixtures/text_write/', import.meta.url)
const fixture = (name: string) => readFileSync(new URL(name, FIXTURES))

async function batchesOf(name: string): Promise<RecordBatch[]> {
  const dataset = await openArrow(memorySource(new Uint8Array(fixture(name))))
  const batches: RecordBatch[] = []
  for await (const batch of dataset.scan({})) batches.push(batch)
  return batches
}

it('writes rows as the json module of Python does, without spaces and with UTF-8', async () => {
  const { text, lost } = encodeTable(jsonlTableFormat, [await batchesOf('json.arrow')], { format: 'jsonl' })
  expect(text).toBe(fixture('json.jsonl').toString('utf8'))
  expect(lost).toEqual([])
})

it.each(['csv', 'tsv'] as const)('writes rows as %s as the csv module of Python does', async (format) => {
  const { text, lost } = encodeTable(csvTableFormat, [await batchesOf('csv.arrow')], { format })
  // Names are quoted where they hold any delimiter, so that nobody takes the file for another kind.
  expect(text).toBe(fixture(`csv.${format}`).toString('utf8').replace('id\ta,b', 'id\t"a,b"'))
  expect(lost).toEqual([])
})
