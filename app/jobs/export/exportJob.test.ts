import { afterEach, describe, expect, it } from 'vitest'
import { EngineError } from '../../../core/errors.ts'
import { type ExportFormat, type ExportOptions, usualExportOptions } from '../../../core/export/exportOptions.ts'
import { kernelsWithPages } from '../../../core/testing/pages.ts'
import { type EngineOnRows, EXPORT, engineOnRows, PAD } from '../../testing/engineOnRows.ts'

let on: EngineOnRows
afterEach(async () => {
  await on.engine.close()
  expect([on.platform.openSources(), on.platform.openOutputs()]).toEqual([0, 0])
})

const start = (rows: readonly unknown[]) => engineOnRows(rows, kernelsWithPages)
const ROWS = Array.from({ length: 60 }, (_, i) => (i === 7 ? 'oops' : { id: i, text: `t ${i}`, input_ids: [i, i + 1] }))
const plain = (format: ExportFormat, change: Partial<ExportOptions> = {}): ExportOptions => ({
  ...usualExportOptions(format),
  codec: 'none',
  ...change,
})
const filesNow = () => new Map([...on.platform.files].filter(([path]) => path !== '/a.jsonl'))
const target = (path: string) => ({ kind: 'path', path }) as const

/** Waits until every row is known. */
async function indexed(): Promise<void> {
  const plan = () =>
    on.engine.api.planExport({ datasetId: on.datasetId, options: plain('jsonl'), columns: null, sink: null })
  while ((await plan()).rows === null) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Lets `before` see every call of an output, with its number, and do something about it. */
function watchOutput(before: (call: string, number: number) => Promise<void> | void): void {
  const { platform } = on
  const { openOutput } = platform
  let number = 0
  const see = async (call: string) => before(call, ++number)
  platform.openOutput = async (ref, options) => {
    await see('openOutput')
    const output = await openOutput(ref, options)
    return {
      ...output,
      async create(name) {
        await see('create')
        const file = await output.create(name)
        return {
          async write(bytes) {
            await see('write')
            await file.write(bytes)
          },
          async close() {
            await see('close')
            await file.close()
          },
        }
      },
      async rename(from, to) {
        await see('rename')
        await output.rename(from, to)
      },
      async open(name) {
        await see('open')
        return output.open(name)
      },
      async commit() {
        await see('commit')
        await output.commit()
      },
    }
  }
}

describe('an export that fails at any call', () => {
  const options = plain('parquet', { rowGroupRows: 20, shardSize: { by: 'bytes', bytes: 1 } })

  it('leaves what was there, closes everything, and says why', async () => {
    on = await start(ROWS)
    const calls: string[] = []
    let failAt = 0
    watchOutput((call, number) => {
      if (failAt === 0) calls.push(call)
      if (number === failAt) throw new EngineError('sink/full', `no space left at call ${number}`)
    })
    const run = () => on.run({ ...EXPORT, datasetId: on.datasetId, options, sink: target('/out') })
    await run()
    const before = filesNow()
    expect(before.size).toBeGreaterThan(2)
    for (const kind of ['openOutput', 'create', 'write', 'close', 'rename', 'open', 'commit'])
      expect(calls).toContain(kind)
    for (failAt = 1; failAt <= calls.length; failAt++) {
      await on.engine.close()
      on = await start(ROWS)
      for (const [path, bytes] of before) on.platform.files.set(path, bytes)
      watchOutput((_call, number) => {
        if (number === failAt) throw new EngineError('sink/full', `no space left at call ${number}`)
      })
      const failed = await on.run({ ...EXPORT, datasetId: on.datasetId, options, sink: target('/out') }).catch((e) => e)
      expect(failed, `call ${failAt}`).toMatchObject({ message: expect.stringContaining(`at call ${failAt}`) })
      expect(filesNow()).toEqual(before)
      expect(on.platform.openOutputs()).toBe(0)
    }
  })

  it('leaves nothing when it is canceled there', async () => {
    on = await start(ROWS)
    for (let cancelAt = 1; ; cancelAt++) {
      await on.engine.close()
      on = await start(ROWS)
      let jobId = ''
      let reached = false
      watchOutput(async (call, number) => {
        if (number !== cancelAt) return
        reached = call !== 'commit'
        if (reached) void on.engine.api.cancelJob({ jobId })
        await new Promise((resolve) => setTimeout(resolve, 0))
      })
      jobId = (await on.engine.api.startJob({ ...EXPORT, datasetId: on.datasetId, options, sink: target('/out') }))
        .jobId
      const { state } = await on.endOf(jobId)
      if (!reached) {
        expect(state).toBe('succeeded')
        break
      }
      expect(state, `call ${cancelAt}`).toBe('canceled')
      expect(filesNow().size).toBe(0)
    }
  })
})

describe('an export', () => {
  it('fails where the source lost rows, and leaves nothing', async () => {
    on = await start(ROWS)
    const { engine, platform, datasetId } = on
    await indexed()
    platform.files.set('/a.jsonl', new TextEncoder().encode('{"id":1,"text":"","input_ids":[]}\n'))
    const lost = on.run({ ...EXPORT, datasetId, sink: target('/out') })
    await expect(lost).rejects.toMatchObject({ code: 'source/changed' })
    expect(filesNow().size).toBe(0)
    expect(engine).toBeDefined()
  })

  it.each<[ExportOptions['shardSize'], number[]]>([
    [{ by: 'count', count: 7 }, [8, 9, 9, 9, 8, 8, 8]],
    [{ by: 'rows', rows: 25 }, [24, 25, 10]],
    [{ by: 'bytes', bytes: 1 }, [59]],
    [{ by: 'count', count: 1000 }, Array.from({ length: 60 }, (_, i) => (i === 7 ? 0 : 1))],
  ])('in files %j', async (shardSize, rows) => {
    on = await start(ROWS)
    const { datasetId } = on
    const written = await on.run({ ...EXPORT, datasetId, options: plain('jsonl', { shardSize }), sink: target('/o') })
    expect(written).toMatchObject({ rows: 59, skippedRows: 1, verified: true })
    expect(written.files.map((file) => file.rows)).toEqual(rows)
    const count = String(rows.length).padStart(5, '0')
    const names = rows.map((_, i) => `data-${String(i).padStart(5, '0')}-of-${count}.jsonl`)
    expect(written.files.map(({ name }) => name)).toEqual(names)
    const texts = names.map((name) => new TextDecoder().decode(on.platform.files.get(`/o/${name}`)))
    const whole = await on.run({ ...EXPORT, datasetId, options: plain('jsonl'), sink: target('/whole') })
    expect(texts.join('')).toBe(new TextDecoder().decode(on.platform.files.get('/whole')))
    expect(written.bytes).toBe(whole.bytes)
  })

  it('of no rows is an empty file of its format', async () => {
    on = await start(ROWS)
    const { pack, engine, datasetId } = on
    const { datasetId: packed } = await pack(datasetId, { sequenceLen: 1, excess: 'drop' })
    for (const format of ['arrow', 'arrow-stream', 'feather', 'parquet', 'hf_dataset'] as const) {
      const written = await on.run({
        ...EXPORT,
        datasetId: packed,
        options: plain(format),
        sink: target(`/none-${format}`),
      })
      expect(written, format).toMatchObject({ rows: 0, skippedRows: 0 })
    }
    expect(engine).toBeDefined()
  })

  it('of a view says which row of the file holds what cannot be written', async () => {
    on = await start([
      { input_ids: [300], attention_mask: [1], labels: [1] },
      { input_ids: [1], attention_mask: [300], labels: [1] },
    ])
    const options = plain('hf_dataset', { preset: 'axolotl' })
    const failed = on.run({ ...EXPORT, datasetId: on.datasetId, options, sink: target('/o') })
    await expect(failed).rejects.toMatchObject({ code: 'format/unsupported', details: { row: 1 } })
  })

  it('plans what it will come to, from rows that are encoded', async () => {
    on = await start(ROWS)
    const { engine, datasetId } = on
    await indexed()
    for (const format of ['arrow', 'jsonl', 'parquet', 'hf_dataset'] as const) {
      const options = plain(format)
      const plan = await engine.api.planExport({ datasetId, options, columns: null, sink: target('/x') })
      expect(plan).toMatchObject({ rows: 60, files: 1, refusals: [], targetExists: false })
      const { bytes } = await on.run({ ...EXPORT, datasetId, options, sink: target(`/x-${format}`) })
      const least = format === 'hf_dataset' ? bytes - 2000 : bytes
      expect(plan.bytes).toBeGreaterThanOrEqual(least)
      expect(plan.bytes).toBeLessThanOrEqual(bytes)
    }
    const csv = await engine.api.planExport({ datasetId, options: plain('csv'), columns: null, sink: null })
    expect(csv.refusals).toMatchObject([{ column: 'input_ids' }])
    expect(csv.bytes).toBeNull()
  })

  it('writes padded and packed rows as the view shows them', async () => {
    on = await start(ROWS)
    const { engine, datasetId } = on
    const padded = await engine.api.openPadded({ datasetId, options: PAD })
    const options = plain('jsonl')
    const written = await on.run({
      ...EXPORT,
      datasetId: padded.datasetId,
      columns: ['input_ids'],
      options,
      sink: target('/p'),
    })
    expect(written.rows).toBe(59)
    const [first, second] = new TextDecoder().decode(on.platform.files.get('/p')).split('\n')
    expect([first, second]).toEqual(['{"input_ids":[0,1]}', '{"input_ids":[1,2]}'])
  })
})
