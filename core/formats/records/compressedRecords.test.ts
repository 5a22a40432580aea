import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Checkpoints, memoryStates } from '../../compression/checkpoints.ts'
import { decompressedSource } from '../../compression/decompressedSource.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { testCodecs } from '../../testing/codecs.ts'
import { fixture } from '../../testing/golden.ts'
import { failingSource, poisonedSource, shortSource, slowSource } from '../../testing/hostileSources.ts'
import { recordCases } from '../../testing/recordCases.ts'
import { scanned } from '../../testing/rows.ts'
import { openJsonl } from '../jsonl/openJsonl.ts'
import { indexRecords } from './indexRecords.ts'
import type { RecordsDataset } from './recordsDataset.ts'
import { surveyRecords } from './surveyRecords.ts'

/** A compressed source with checkpoints every few bytes. */
function plainOf(packed: ByteSource, codec: 'gzip' | 'zstd' = 'gzip') {
  const checkpoints = new Checkpoints(memoryStates(1e8), 1)
  return decompressedSource({ packed, codec, codecs: testCodecs(), checkpoints, cacheBytes: 0 })
}

async function allRows(dataset: RecordsDataset): Promise<number> {
  for await (const delta of indexRecords(dataset.source, dataset.recordFormat, scalarKernels)) dataset.addRows(delta)
  return dataset.extent.numRows
}

describe.each(recordCases)('$name, compressed', ({ bytes, open }) => {
  const packed = new Uint8Array(gzipSync(bytes))

  it('has the rows and issues it has plain, whatever is read first', async () => {
    const plain = await open(memorySource(bytes))
    const full = await scanned(plain)
    const dataset = await open(plainOf(memorySource(packed)))
    expect(await scanned(dataset)).toEqual(full)
    for (let row = full.rows.length; row >= 0; row -= 1 + Math.floor(full.rows.length / 9)) {
      const part = await scanned(await open(plainOf(shortSource(memorySource(packed), 7))), {
        rowStart: row,
        rowEnd: row + 2,
      })
      expect(part.rows).toEqual(full.rows.slice(row, row + 2))
    }
  })

  it('is indexed and surveyed in one pass as in two', async () => {
    const { source, recordFormat } = await open(plainOf(memorySource(packed)))
    const once = await open(memorySource(bytes))
    const twice = await open(memorySource(bytes))
    await allRows(twice)
    let schema = ''
    for await (const event of surveyRecords(source, recordFormat, scalarKernels, { findsRows: true, chunkBytes: 9 })) {
      if (event.delta) once.addRows(event.delta)
      if (event.schema) schema = String(event.schema)
    }
    expect(once.extent).toEqual(twice.extent)
    expect(once.splits).toEqual(twice.splits)
    for await (const event of surveyRecords(twice.source, recordFormat, scalarKernels)) {
      if (event.schema) expect(schema).toBe(String(event.schema))
    }
  })
})

describe.each(recordCases.filter(({ name }) => name.endsWith('a bit of all')))(
  '$name, compressed and hostile',
  ({ bytes, open }) => {
    const packed = new Uint8Array(gzipSync(bytes))

    it('cut at every byte: the rows before the cut, the row it cuts, one issue', async () => {
      const { schema } = await open(memorySource(bytes))
      const full = await scanned(await open(memorySource(bytes), { schema }))
      for (let cut = 3; cut < packed.length; cut++) {
        const source = plainOf(memorySource(packed.subarray(0, cut)))
        const dataset = await open(source, { schema })
        const { rows, issues } = await scanned(dataset)
        const damage = issues.filter(({ code }) => code === 'compression/corrupt')
        expect(damage, `cut at ${cut}`).toHaveLength(1)
        const cutRow = damage[0]?.rowStart ?? null
        const whole = cutRow ?? rows.length
        // A quote that is open at the cut costs its line, which the reader tells.
        const told = new Set(issues.map(({ rowStart }) => rowStart))
        for (let row = 0; row < whole; row++) if (!told.has(row)) expect(rows[row]).toBe(full.rows[row])
        expect(rows.length - whole).toBe(cutRow === null ? 0 : 1)
        expect(damage[0]).toMatchObject({ severity: 'error', byteStart: source.byteLength })
        expect(damage[0]?.message).toContain('gzip')
        expect(await allRows(dataset)).toBe(rows.length)
        expect(dataset.extent.exact).toBe(true)
      }
    })

    it('with any byte changed: rows and issues, or one coded error', async () => {
      for (let at = 0; at < packed.length; at++) {
        try {
          const dataset = await open(plainOf(poisonedSource(memorySource(packed), at, at + 1, packed[at]! ^ 0x08)))
          const { rows } = await scanned(dataset)
          expect(await allRows(dataset)).toBe(rows.length)
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError)
          expect((error as EngineError).code).not.toBe('internal')
        }
      }
    })

    it('that cannot be read is that error; one that is slow is left at once', async () => {
      const broken = plainOf(failingSource(memorySource(packed), packed.length - 3))
      await expect((async () => scanned(await open(broken)))()).rejects.toMatchObject({ code: 'source/read' })
      const controller = new AbortController()
      const opening = open(plainOf(slowSource(memorySource(packed), 10)), { signal: controller.signal })
      controller.abort()
      await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
    })
  },
)

describe('JSON Lines in zstd', () => {
  const packed = fixture('compressed/level+3.zst')

  it('cut at every byte gives a beginning of its rows', async () => {
    const full = await scanned(await openJsonl(plainOf(memorySource(packed), 'zstd'), { kernels: scalarKernels }))
    expect(full.rows.length).toBe(60)
    let before = 0
    for (let cut = 4; cut < packed.length; cut++) {
      const dataset = await openJsonl(plainOf(memorySource(packed.subarray(0, cut)), 'zstd'), {
        kernels: scalarKernels,
      })
      const { rows, issues } = await scanned(dataset)
      expect(rows.length).toBeGreaterThanOrEqual(before)
      before = rows.length
      const cutRow = issues.find(({ code }) => code === 'compression/corrupt')?.rowStart
      expect(rows.slice(0, cutRow ?? rows.length)).toEqual(full.rows.slice(0, cutRow ?? rows.length))
    }
  })
})
