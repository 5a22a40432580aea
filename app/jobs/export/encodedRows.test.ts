import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { Dataset } from '../../../core/dataset/dataset.ts'
import { scanInParts } from '../../../core/dataset/scanInParts.ts'
import { selectRows } from '../../../core/dataset/selectRows.ts'
import { EngineError } from '../../../core/errors.ts'
import { tableFormatOf } from '../../../core/export/encoding/tableFormats.ts'
import { type ExportFormat, usualExportOptions } from '../../../core/export/exportOptions.ts'
import { schemaToIpc } from '../../../core/table/ipc.ts'
import { kernelsWithPages } from '../../../core/testing/pages.ts'
import { createPool } from '../../pool/pool.ts'
import { createPoolTasks } from '../../pool/poolTasks.ts'
import { openRemoteDataset } from '../../pool/remoteDataset.ts'
import type { DatasetRecipe, PoolApi } from '../../pool/tasks.ts'
import { memoryPlatform } from '../../testing/memoryPlatform.ts'
import { type MessageWorkers, messageWorkers } from '../../testing/messageWorkers.ts'
import { encodedRows } from './encodedRows.ts'
import { type ExportRows, exportParts } from './exportRows.ts'

const ROWS = 500
const BAD = new Set([0, 57, 58, 59, 60, 61, 62, 63, 64, 130, 499])
const text = Array.from({ length: ROWS }, (_, row) =>
  BAD.has(row) ? '{"id": oops}' : JSON.stringify({ id: row, text: `é ${'x'.repeat(row % 90)}`, list: [row, row % 7] }),
).join('\n')

let workers: MessageWorkers | null = null
afterEach(() => workers?.close())

const recipe: DatasetRecipe = {
  key: 'rows',
  source: { kind: 'path', path: '/rows.jsonl' },
  format: 'jsonl',
  compression: null,
  scratch: null,
  options: {},
  schema: null,
}

async function start(lanes: number, behindChannels: boolean) {
  const platform = memoryPlatform(() => workers?.spawn() ?? null)
  platform.files.set('/rows.jsonl', new TextEncoder().encode(text))
  const tasks = () => createPoolTasks({ platform, kernels: Promise.resolve(kernelsWithPages) })
  workers = behindChannels ? messageWorkers(tasks) : null
  const pool = createPool(platform, tasks(), lanes)
  const remote = await openRemoteDataset(pool.batch, recipe)
  const dataset = { ...scanInParts(remote, lanes), extent: { numRows: ROWS, exact: true } }
  return { pool, dataset }
}

type Started = Awaited<ReturnType<typeof start>>

/** Everything that is told of the rows, and the bytes. */
async function encoded(
  { pool, dataset }: Started,
  format: ExportFormat,
  rows: ExportRows,
  cellRows = 40,
  onChunk = () => {},
) {
  const options = { ...usualExportOptions(format), codec: 'none' as const }
  const { schema } = dataset
  const limits = tableFormatOf(format).chunkLimits(schema, options)
  const grid = { rowStart: 0, cellRows, chunk: { rows: Math.min(limits.rows, 25), bytes: 1500 } }
  const hash = createHash('sha256')
  const chunks: [number, number][] = []
  let skipped = 0
  const target = { schema: schemaToIpc(schema), options }
  const range = { rowStart: 0, rowEnd: rows.dataset.extent.numRows }
  const { signal } = new AbortController()
  // Rows that are said to be heavy, so that every split of the source may be a part.
  const encoding = { range, grid, columns: null, target, rowBytes: 1e12, pool, signal }
  for await (const { rows: count, rowEnd, skippedRows, chunk } of encodedRows(rows, encoding)) {
    skipped += skippedRows
    if (count > 0) chunks.push([count, rowEnd])
    for (const piece of chunk?.pieces ?? []) hash.update(piece)
    onChunk()
  }
  return { chunks, skipped, digest: hash.digest('hex') }
}

const splitsOf = (rows: number) =>
  Array.from({ length: Math.ceil(ROWS / rows) }, (_, i) => ({
    rowStart: i * rows,
    rowEnd: Math.min(ROWS, (i + 1) * rows),
  }))

describe.each<ExportFormat>(['arrow', 'parquet', 'jsonl'])('chunks of %s', (format) => {
  it('are the same by any number of workers, in any parts, and through a view', async () => {
    const here = await start(1, false)
    const whole = await encoded(here, format, { dataset: here.dataset, source: null })
    expect(whole.skipped).toBe(BAD.size)
    expect(whole.chunks.reduce((sum, [rows]) => sum + rows, 0)).toBe(ROWS - BAD.size)
    for (const [lanes, behindChannels] of [
      [1, false],
      [2, false],
      [4, true],
    ] as const) {
      const started = await start(lanes, behindChannels)
      for (const rows of [ROWS, 100, 33]) {
        const source = { recipe, chosen: null, splits: splitsOf(rows), placeOf: async () => null }
        const parts = await encoded(started, format, { dataset: started.dataset, source })
        expect(parts, `${lanes} lanes, parts of ${rows}`).toEqual(whole)
      }
      const view = selectRows(
        started.dataset,
        Uint32Array.from({ length: ROWS }, (_, row) => row),
      )
      expect(await encoded(started, format, { dataset: view, source: null }), `${lanes} lanes, a view`).toEqual(whole)
    }
  })

  it('of chosen rows are the same, read by workers or as a view', async () => {
    const chosen = Uint32Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 3 !== 1)
    const started = await start(2, true)
    const view = selectRows(started.dataset, chosen)
    const whole = await encoded(started, format, { dataset: view, source: null })
    expect(whole.skipped).toBe([...BAD].filter((row) => row % 3 !== 1).length)
    for (const rows of [ROWS, 50, 7]) {
      const splits = splitsOf(rows).filter(({ rowStart }) => rowStart < chosen.length)
      const source = { recipe, chosen, splits, placeOf: async () => null }
      expect(await encoded(started, format, { dataset: view, source }), `parts of ${rows}`).toEqual(whole)
    }
  })

  it('are the same where workers die', async () => {
    const here = await start(1, false)
    const whole = await encoded(here, format, { dataset: here.dataset, source: null })
    const started = await start(2, true)
    const source = { recipe, chosen: null, splits: splitsOf(100), placeOf: async () => null }
    let told = 0
    const dying = encoded(started, format, { dataset: started.dataset, source }, 40, () => {
      if (++told === 3) workers?.die('out of memory')
    })
    expect(await dying).toEqual(whole)
    expect(workers?.started()).toBeGreaterThan(2)
    const again = encoded(started, format, { dataset: started.dataset, source }, 40, () => workers?.die('again'))
    await expect(again).rejects.toMatchObject({ code: 'internal' })
  })
})

it('rows that a decoder cannot read are left out, and no others', async () => {
  const { pool, dataset } = await start(2, false)
  const lost = { rowStart: 145, rowEnd: 200 }
  const issue = { severity: 'error', code: 'x', message: 'damaged', ...lost, byteStart: null } as const
  // What every other job reads: the rows of the damaged place are null, and told.
  const salvaged: Dataset = {
    ...dataset,
    async *scan(request) {
      request.onIssue?.(issue)
      yield* dataset.scan(request)
    },
  }
  const failing: PoolApi = {
    ...pool.batch,
    async *encodeRows(params, signal) {
      for await (const encoded of pool.batch.encodeRows(params, signal)) {
        if (params.rowEnd > lost.rowStart && encoded.rowEnd > lost.rowStart && params.rowStart < lost.rowEnd) {
          throw new EngineError('format/corrupt', 'a damaged page')
        }
        yield encoded
      }
    },
  }
  const whole = await encoded({ pool, dataset }, 'jsonl', { dataset: salvaged, source: null })
  expect(whole.skipped).toBe(BAD.size + 55)
  const source = { recipe, chosen: null, splits: splitsOf(100), placeOf: async () => null }
  const parts = { pool: { ...pool, batch: failing }, dataset }
  expect(await encoded(parts, 'jsonl', { dataset: salvaged, source })).toEqual(whole)
  const broken = { ...parts, pool: { ...pool, batch: { ...failing, encodeRows: neverThere } } }
  await expect(encoded(broken, 'jsonl', { dataset, source })).rejects.toMatchObject({ code: 'source/read' })
})

// biome-ignore lint/correctness/useYield: it fails before it gives anything
async function* neverThere(): AsyncGenerator<never> {
  throw new EngineError('source/read', 'the disk is gone')
}

describe('parts', () => {
  const grid = { rowStart: 10, cellRows: 30, chunk: { rows: 10, bytes: 100 } }
  const range = { rowStart: 10, rowEnd: 200 }

  it('begin where cells do, behind the beginnings of splits', () => {
    expect(exportParts(range, grid, splitsOf(50), 1e12)).toEqual([
      { rowStart: 10, rowEnd: 70 },
      { rowStart: 70, rowEnd: 100 },
      { rowStart: 100, rowEnd: 160 },
      { rowStart: 160, rowEnd: 200 },
    ])
  })

  it('are worth a call', () => {
    expect(exportParts(range, grid, splitsOf(10), 1)).toEqual([range])
    expect(exportParts(range, grid, [{ rowStart: 0, rowEnd: ROWS }], 1e12)).toEqual([range])
    expect(exportParts({ rowStart: 10, rowEnd: 10 }, grid, splitsOf(10), 1)).toEqual([])
  })
})
