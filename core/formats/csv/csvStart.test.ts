import { describe, expect, it } from 'vitest'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { textSource } from '../../testing/hostileSources.ts'
import { scanned } from '../../testing/rows.ts'
import { openCsv } from './openCsv.ts'

async function start(text: string, header?: boolean) {
  const dataset = await openCsv(textSource(text), {
    kernels: scalarKernels,
    ...(header === undefined ? {} : { header }),
  })
  const { rows } = await scanned(dataset)
  const issues = dataset.recordFormat.openIssues.map(
    ({ severity, code, byteStart }) => `${severity} ${code} ${byteStart}`,
  )
  return { names: dataset.schema.fields.map(({ name }) => name), rows: rows.length, issues, dataset }
}

const NO_HEADER = 'info csv/no-header 0'

describe('whether there is a header', () => {
  it.each([
    ['names over numbers', 'a,b\n1,2\n', ['a', 'b']],
    ['names over text', 'city,country\nParis,France\n', ['city', 'country']],
    ['years over numbers', 'city,2019,2020\nParis,1,2\n', ['city', '2019', '2020']],
    ['positions over text', '0,1,2\nx,y,z\n', ['0', '1', '2']],
    ['a number over text', 'id,7\nx,y\n', ['id', '7']],
    ['a name over numbers beside a number', 'total,7\n1,8\n', ['total', '7']],
    ['text alone', 'text\n', ['text']],
    ['empty fields', ',b\n,2\n', ['column_1', 'b']],
  ])('%s: yes', async (_name, text, names) => {
    const { names: found, issues, rows } = await start(text)
    expect(found).toEqual(names)
    expect(issues).not.toContain(NO_HEADER)
    expect(rows).toBe(text.trim().split('\n').length - 1)
  })

  it.each([
    ['numbers over numbers', '5,2.5\n6,1\n'],
    ['a number in a column of numbers beside text', 'Paris,7\nRome,12\n'],
    ['booleans', 'x,true\ny,false\n'],
    ['one row of numbers', '3,1\n'],
    ['a text too long for a name', `${'word '.repeat(100)},x\nshort,y\n`],
    ['a text of two lines', '"first\nline",x\nshort,y\n'],
  ])('%s: no', async (_name, text) => {
    const { names, issues, rows } = await start(text)
    expect(names).toEqual(['column_1', 'column_2'])
    expect(issues).toEqual([NO_HEADER])
    expect(rows).toBe(text.includes('first') ? 2 : text.trim().split('\n').length)
  })

  it('can be said', async () => {
    expect(await start('5,2.5\n6,1\n', true)).toMatchObject({ names: ['5', '2.5'], rows: 1, issues: [] })
    expect(await start('a,b\n1,2\n', false)).toMatchObject({ names: ['column_1', 'column_2'], rows: 2, issues: [] })
    expect(await start('', false)).toMatchObject({ names: [], rows: 0, issues: [] })
  })

  it('is told again by the survey', async () => {
    const { dataset } = await start('\ufeff5,2.5\n6,1\n')
    const told: string[] = []
    await dataset.buildIndex({ onIssue: ({ code, byteStart }) => told.push(`${code} ${byteStart}`) })
    expect(told).toEqual(['csv/no-header 3'])
  })
})

describe('what stands before the table', () => {
  it.each([
    ['comments', '# made by x\n# on Monday\na,b\n1,2\n', ['a', 'b'], 1, 0],
    ['a comment that is the header', '# made by x\n#a,b\nu,2\n', ['#a', 'b'], 1, 0],
    ['a title', 'Report of the week\n\na,b\n1,2\n3,4\n', ['a', 'b'], 2, 0],
    ['a title behind a byte order mark', '\ufeffReport\r\n\r\na,b\r\n1,2\r\n3,4\r\n', ['a', 'b'], 2, 3],
  ])('%s is left out, with an issue', async (_name, text, names, rows, byteStart) => {
    expect(await start(text)).toMatchObject({ names, rows, issues: [`warning csv/preamble ${byteStart}`] })
  })

  it.each([
    ['text with commas', 'text\nhello, world\nbye, moon\n', ['text'], 2],
    ['hash signs in one column', '# one\n# two\n', ['# one'], 1],
    ['a header that begins with a hash sign', '#a,b\nu,2\n', ['#a', 'b'], 1],
  ])('%s is no such thing', async (_name, text, names, rows) => {
    expect(await start(text)).toMatchObject({ names, rows, issues: [] })
  })

  it('a line that names the delimiter is obeyed', async () => {
    const { names, rows, issues } = await start('sep=;\r\na,x;b\r\n1;2\r\n')
    expect({ names, rows, issues }).toEqual({ names: ['a,x', 'b'], rows: 1, issues: [] })
  })
})
