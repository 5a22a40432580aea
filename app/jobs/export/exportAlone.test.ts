import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../../core/dataset/dataset.ts'
import { openJsonl } from '../../../core/formats/jsonl/openJsonl.ts'
import { openDataset } from '../../../core/formats/openDataset.ts'
import { memorySource } from '../../../core/io/memorySource.ts'
import type { Issue } from '../../../core/issues.ts'
import { readAll } from '../../../core/testing/golden.ts'
import { kernelsWithPages } from '../../../core/testing/pages.ts'
import { createPool } from '../../pool/pool.ts'
import { createPoolTasks } from '../../pool/poolTasks.ts'
import { memoryPlatform } from '../../testing/memoryPlatform.ts'
import { type ExportRequest, exportAlone } from './exportAlone.ts'

const open = (lines: string) => openJsonl(memorySource(new TextEncoder().encode(lines)), { kernels: kernelsWithPages })

function start() {
  const platform = memoryPlatform()
  const kernels = Promise.resolve(kernelsWithPages)
  const pool = createPool(platform, createPoolTasks({ platform, kernels }), 2)
  const write = (dataset: Dataset, path: string, request: ExportRequest = {}) =>
    exportAlone(dataset, path, request, { platform, pool, kernels })
  return { platform, write, text: (path: string) => new TextDecoder().decode(platform.files.get(path)) }
}

describe('a dataset by itself', () => {
  it('is written as its name says, with some columns in another order', async () => {
    const { write, text } = start()
    const dataset = await open('{"a":1,"b":"x","c":[1]}\nbroken\n{"a":2,"b":"y","c":[]}\n')
    const written = await write(dataset, '/my rows é.csv', { columns: ['b', 'a'] })
    expect(written).toMatchObject({
      rows: 2,
      skippedRows: 1,
      files: [{ name: 'my rows é.csv', path: '/my rows é.csv' }],
    })
    expect(text('/my rows é.csv')).toBe('b,a\nx,1\ny,2\n')
    await expect(write(dataset, '/my rows é.csv', { columns: ['b'] })).rejects.toMatchObject({ code: 'sink/exists' })
    await write(dataset, '/my rows é.csv', { columns: ['b'], overwrite: true, header: false })
    expect(text('/my rows é.csv')).toBe('x\ny\n')
  })

  it('tells what the format could not hold, and how far it is', async () => {
    const { write, text } = start()
    const dataset = await open('{"a":null}\n{"a":"x"}\n{"a":null}\n')
    const issues: Issue[] = []
    const units = new Set<string>()
    await write(dataset, '/a.txt', {
      onIssue: (issue) => issues.push(issue),
      onProgress: ({ unit }) => units.add(unit),
    })
    expect(text('/a.txt')).toBe('\nx\n\n')
    expect(issues).toMatchObject([{ severity: 'warning', rowStart: 0 }])
    expect([...units]).toEqual(['rows', 'bytes'])
  })

  it('needs a format', async () => {
    const { write } = start()
    const dataset = await open('{"a":1}\n')
    await expect(write(dataset, '/a.xyz')).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(write(dataset, '/a', { format: 'jsonl', codec: 'snappy' })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })

  it('may have thousands of columns', async () => {
    const { write, platform } = start()
    const row = (value: number) =>
      `{${Array.from({ length: 3_000 }, (_, i) => `"column ${i} ü":${value + i}`).join(',')}}`
    const dataset = await open(`${row(0)}\n${row(1)}\n`)
    await dataset.buildIndex({})
    const { rows } = await readAll(dataset)
    for (const format of ['arrow', 'jsonl'] as const) {
      const path = `/wide.${format}`
      expect(await write(dataset, path)).toMatchObject({ rows: 2, skippedRows: 0 })
      const bytes = platform.files.get(path) as Uint8Array<ArrayBuffer>
      const read = await openDataset(memorySource(bytes), { format, options: {} }, { kernels: kernelsWithPages })
      await read.buildIndex({})
      expect((await readAll(read)).rows).toEqual(rows)
    }
  })
})
