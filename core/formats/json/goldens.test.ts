import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { kernelsWithJson } from '../../testing/jsonKernel.ts'
import { rowObjects } from '../../testing/rows.ts'
import { detect } from '../detect.ts'
import { openDataset } from '../openDataset.ts'

const FIXTURES = new URL('../../fixtures/json/', import.meta.url)
const goldens = readdirSync(FIXTURES).filter((name) => /\.jsonl?$/.test(name))

describe('JSON as polars and datasets read it', () => {
  it.each(goldens)('%s', async (file) => {
    const source = memorySource(new Uint8Array(readFileSync(new URL(file, FIXTURES))))
    const golden: unknown = JSON.parse(readFileSync(new URL(`${file}.golden`, FIXTURES), 'utf8'))
    const detection = await detect(file, source)
    expect(detection).toMatchObject({ format: file.endsWith('l') ? 'jsonl' : 'json', issues: [] })
    for (const kernels of [scalarKernels, kernelsWithJson]) {
      const dataset = await openDataset(source, detection, { kernels })
      const issues: unknown[] = []
      await dataset.buildIndex({ onIssue: (issue) => issues.push(issue) })
      const rows: unknown[] = []
      for await (const batch of dataset.scan({ batchRows: 7 })) rows.push(...rowObjects(batch))
      expect(rows).toEqual(golden)
      expect(issues).toEqual([])
      for (const at of [0, 1, rows.length - 1]) {
        const part: unknown[] = []
        for await (const batch of dataset.scan({ rowStart: at, rowEnd: at + 2 })) part.push(...rowObjects(batch))
        expect(part).toEqual(rows.slice(at, at + 2))
      }
    }
  })
})
