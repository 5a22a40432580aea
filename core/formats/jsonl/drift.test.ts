import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { kernelsWithJson, testJsonKernel } from '../../testing/jsonKernel.ts'
import { columnLines } from '../../testing/rows.ts'
import { openJson } from '../json/openJson.ts'
import { openJsonl } from './openJsonl.ts'

async function indexed(lines: readonly string[], kernels = scalarKernels) {
  testJsonKernel()
  const dataset = await openJsonl(memorySource(encodeUtf8(lines.join('\n'))), { kernels })
  await dataset.buildIndex({})
  return { drift: dataset.drift, columns: columnLines(dataset) }
}

/** `count` rows alike, so that the kernel gets to read most of them. */
const alike = (row: string, count = 40) => new Array<string>(count).fill(row)

describe('drift of columns', () => {
  it('is where rows disagree: path, types, the first row of each and what came of it', async () => {
    const rows = [
      ...alike('{"n":1,"s":"x","m":[{"c":"x"}],"f":1.5}'),
      '{"n":2.5,"s":"x","m":[{"c":"x"}],"f":1.5}',
      ...alike('{"n":2.5,"s":"x","m":[{"c":"x"}],"f":1.5}'),
      '{"n":2.5,"s":{"a":1},"m":[{"c":"x"},{"c":7}],"f":null}',
      ...alike('{"n":2.5,"s":"x","m":[{"c":"x"}],"f":1.5}'),
      '{"n":1,"s":[true],"m":[],"f":2.5,"late":true}',
      ...alike('{"n":2.5,"s":"x","m":[{"c":"x"}],"f":1.5}'),
      '{"s":3,"m":[{"c":"x","d":1}]}',
    ]
    for (const kernels of [scalarKernels, kernelsWithJson]) {
      const { drift, columns } = await indexed(rows, kernels)
      expect(columns[0]).toBe('n: Float64')
      expect(columns[1]).toBe('s: Utf8 (json)')
      expect(drift).toEqual([
        {
          path: 'n',
          firstRow: 0,
          types: [
            { type: 'int', firstRow: 0 },
            { type: 'float', firstRow: 40 },
          ],
          becomes: 'float',
        },
        {
          path: 's',
          firstRow: 0,
          types: [
            { type: 'text', firstRow: 0 },
            { type: 'object', firstRow: 81 },
            { type: 'list', firstRow: 122 },
            { type: 'int', firstRow: 163 },
          ],
          becomes: 'json',
        },
        {
          path: 'm[].c',
          firstRow: 0,
          types: [
            { type: 'text', firstRow: 0 },
            { type: 'int', firstRow: 81 },
          ],
          becomes: 'json',
        },
        { path: 'm[].d', firstRow: 163, types: [{ type: 'int', firstRow: 163 }], becomes: 'int' },
        { path: 'late', firstRow: 122, types: [{ type: 'bool', firstRow: 122 }], becomes: 'bool' },
      ])
    }
  })

  it('forgets what a line taught that turned out damaged', async () => {
    expect((await indexed(['{"a":1}', '{"a":"x","b":2', '{"a":2}'])).drift).toEqual([])
  })

  it('tells integers outside int64, and columns that are null until late', async () => {
    const { drift } = await indexed(['{"a":1,"b":null}', '{"a":18446744073709551616,"b":null}', '{"a":1,"b":"x"}'])
    expect(drift).toEqual([
      {
        path: 'a',
        firstRow: 0,
        types: [
          { type: 'int', firstRow: 0 },
          { type: 'huge int', firstRow: 1 },
        ],
        becomes: 'float',
      },
    ])
  })

  it('is told of JSON arrays too, and there is none before every row was read', async () => {
    const dataset = await openJson(memorySource(encodeUtf8('[{"a":1},{"a":"x"}]')), { kernels: scalarKernels })
    expect(dataset.drift).toEqual([])
    await dataset.buildIndex({})
    expect(dataset.drift).toMatchObject([{ path: 'a', becomes: 'json' }])
  })
})
