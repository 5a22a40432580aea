import type { RecordBatch } from 'apache-arrow'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ScanRequest } from '../../dataset/dataset.ts'
import { EngineError } from '../../errors.ts'
import { sliceBatch } from '../../table/batches.ts'
import { testMinhashKernel } from '../../testing/minhashKernel.ts'
import { batchOf } from '../../testing/nearTexts.ts'
import { signShape } from './nearParams.ts'
import { type SignedRows, signScan } from './signRows.ts'

const kernel = testMinhashKernel()
const shape = signShape({ ngramSize: 1, numPerm: 8, threshold: 0.5, bands: 4, rowsPerBand: 2, seed: 1 })
const TEXTS = Array.from({ length: 50 }, (_, i) => (i % 7 === 3 ? null : `word${i % 11} and ${i}`))

/** Rows in batches of eight; row 20 cannot be read. */
async function* scan({ rowStart = 0, rowEnd = TEXTS.length, onIssue }: ScanRequest): AsyncGenerator<RecordBatch> {
  onIssue?.({ severity: 'error', code: 'x', message: 'x', rowStart: 20, rowEnd: null, byteStart: null })
  const all = batchOf(TEXTS)
  for (let row = rowStart; row < rowEnd; row += 8) yield sliceBatch(all, row, Math.min(rowEnd, row + 8))
}

/** Everything told of each row, as text. */
async function signed(request: { rowStart?: number; rowEnd?: number }, rows: Uint32Array | null): Promise<string[]> {
  const told: string[] = []
  const add = ({ sizes, digests, bands }: SignedRows) => {
    for (const [i, size] of sizes.entries()) {
      told.push(`${size} ${digests.subarray(i * 2, i * 2 + 2)} ${size && bands.subarray(i * 4, i * 4 + 4)}`)
    }
  }
  for await (const part of signScan(scan, 'text', kernel, shape, request, rows)) add(part)
  return told
}

it('chosen rows are signed as they are among all of them', async () => {
  const all = await signed({}, null)
  expect(all).toHaveLength(50)
  expect(all.flatMap((told, row) => (told.startsWith('0 ') ? [row] : []))).toEqual([3, 10, 17, 20, 24, 31, 38, 45])
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(49)), async (chosen) => {
      const rows = Uint32Array.from(chosen).sort()
      expect((await signed({}, rows)).map((told) => told.split(' ')[0])).toEqual(
        Array.from(rows, (row) => all[row]?.split(' ')[0]),
      )
      const readable = rows.filter((row) => row !== 20)
      expect(await signed({}, readable)).toEqual(Array.from(readable, (row) => all[row]))
    }),
  )
  expect(await signed({ rowStart: 11, rowEnd: 30 }, Uint32Array.of(11, 12, 29))).toEqual([all[11], all[12], all[29]])
})

it('an error names the row, chosen or not', async () => {
  const signer = kernel.createSigner(shape)
  const read = () => {
    throw new EngineError('limit/exceeded', 'the text is too long')
  }
  const failing = { createSigner: () => ({ ...signer, read }) }
  const reading = async (rows: Uint32Array | null) => {
    for await (const _ of signScan(scan, 'text', failing, shape, { rowStart: 8 }, rows)) void _
  }
  await expect(reading(null)).rejects.toMatchObject({ code: 'limit/exceeded', details: { row: 8 } })
  await expect(reading(Uint32Array.of(10, 18))).rejects.toMatchObject({ code: 'limit/exceeded', details: { row: 18 } })
})
