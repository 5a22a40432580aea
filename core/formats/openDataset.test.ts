import { describe, expect, it } from 'vitest'
import { memorySource } from '../io/memorySource.ts'
import { kernelsWithCodecs } from '../testing/codecs.ts'
import { fixture, readAll } from '../testing/golden.ts'
import { kernelsWithPages } from '../testing/pages.ts'
import { detect } from './detect.ts'
import { openDataset } from './openDataset.ts'

const rows = ['{"a":1,"b":"x"}', '{"a":null,"b":"yy"}', '{"a":3,"b":null}']
const utf8 = (text: string) => new TextEncoder().encode(text)

async function readAs(name: string, bytes: Uint8Array, options: Partial<Parameters<typeof openDataset>[2]> = {}) {
  const source = memorySource(bytes)
  return readAll(await openDataset(source, await detect(name, source), { kernels: kernelsWithCodecs, ...options }))
}

describe('openDataset', () => {
  it.each([
    ['jsonl', utf8(rows.join('\n'))],
    ['csv', utf8('a,b\n1,x\n,yy\n3,\n')],
    ['tsv', utf8('a\tb\n1\tx\n\tyy\n3\t\n')],
    ['arrow', fixture('arrow/small.arrow')],
    ['arrows', fixture('arrow/small.arrows')],
    ['feather', fixture('arrow-compressed/default.feather')],
    ['parquet', fixture('parquet/small.parquet')],
  ])('gives the same rows from %s', async (suffix, bytes) => {
    expect((await readAs(`small.${suffix}`, bytes, { kernels: kernelsWithPages })).rows).toEqual(rows)
  })

  it('says so where Parquet cannot be decoded', async () => {
    await expect(readAs('small', fixture('parquet/small.parquet'))).rejects.toMatchObject({
      code: 'format/unsupported',
    })
  })

  it.each(['arrow', 'parquet'] as const)('gives a coded error when asked for %s and it is not', async (format) => {
    const source = memorySource(utf8('{"a":1}\n'))
    const detection = await detect('a.jsonl', source, { format })
    const opening = openDataset(source, detection, { kernels: kernelsWithPages })
    await expect(opening).rejects.toMatchObject({ code: 'format/corrupt' })
  })
})
