import { type Data, Type } from 'apache-arrow'
import { expect } from 'vitest'
import { encodeUtf8 } from '../bytes/utf8.ts'
import type { Dataset, ScanRequest } from '../dataset/dataset.ts'
import { openJsonl } from '../formats/jsonl/openJsonl.ts'
import { memorySource } from '../io/memorySource.ts'
import type { Issue } from '../issues.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { scalarKernels } from '../kernels/scalarKernels.ts'
import { kernelsWithJson, testJsonKernel } from './jsonKernel.ts'

/** How many rows the kernel has read. */
export const kernelRows = { count: 0 }

/** Kernels that count them. */
export const counting: Kernels = {
  ...kernelsWithJson,
  async json() {
    const kernel = testJsonKernel()
    return {
      claim: (user, program) => kernel.claim(user, program),
      read(records, from, to) {
        const end = kernel.read(records, from, to)
        kernelRows.count += end - from
        return end
      },
      get numRows() {
        return kernel.numRows
      },
      byteLength: () => kernel.byteLength(),
      take: () => kernel.take(),
      findMarks: kernel.findMarks,
    }
  },
}

/** The values themselves; of many a checksum, since comparing them one by one takes long. */
function listed(values: ArrayLike<unknown> & ArrayBufferView): unknown {
  if (values.length <= 2000) return Array.from(values)
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  let sum = 0
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) | 0
  return { length: values.length, sum }
}

/** The buffers of a column, as plain values. */
function dump(data: Data): unknown {
  const { length, nullCount, valueOffsets, values, nullBitmap } = data
  const used = data.type.typeId === Type.Bool ? (length + 7) >> 3 : valueOffsets ? valueOffsets[length] : length
  return {
    type: String(data.type),
    length,
    nullCount,
    nulls: nullCount > 0 && nullBitmap ? listed(nullBitmap.subarray(0, (length + 7) >> 3)) : [],
    offsets: valueOffsets ? listed(valueOffsets.subarray(0, length + 1)) : [],
    values: values && !data.children.length ? listed((values as Uint8Array).subarray(0, used)) : [],
    children: data.children.map(dump),
  }
}

async function scan(dataset: Dataset, request: ScanRequest = {}) {
  const issues: Issue[] = []
  const batches: unknown[] = []
  for await (const batch of dataset.scan({ ...request, onIssue: (issue) => issues.push(issue) })) {
    batches.push(dump(batch.data))
  }
  return { issues, batches }
}

/** Everything that opening, scanning and indexing a text gives. */
async function everything(bytes: Uint8Array, kernels: Kernels, batchRows?: number) {
  const dataset = await openJsonl(memorySource(bytes), { kernels })
  const sampled = { schema: String(dataset.schema), scan: await scan(dataset, batchRows ? { batchRows } : {}) }
  const names = dataset.schema.fields.map(({ name }) => name)
  const some = names.filter((_, i) => i % 2 === 0).reverse()
  const projected = await scan(dataset, { columns: some, batchRows: 7 })
  const told: unknown[] = []
  await dataset.buildIndex({ onIssue: (issue) => told.push(issue) })
  return { sampled, projected, told, schema: String(dataset.schema), scan: await scan(dataset) }
}

/** With the kernel and without: the same schema, columns to the last bit, issues and batches. */
export async function expectTwins(text: string | Uint8Array, batchRows?: number): Promise<void> {
  const bytes = typeof text === 'string' ? encodeUtf8(text) : text
  expect(await everything(bytes, counting, batchRows)).toEqual(await everything(bytes, scalarKernels, batchRows))
}
