import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const pathOf = (name: string) => join(tmpdir(), `packscope-${process.pid}-${name}`)
const long = Array.from({ length: 30_000 }, (_, i) => `${i};"line 1 of ${i}\nsays ""${i}""";${i / 8}`).join('\r')

// What the grid shows where CSV is read in WASM: line ends, quotes, damage, files without a header, plain lines.
for (const [name, content, rows, last, cells] of [
  ['quoted.csv', `id;text;score\r${long}`, '30,000', 29_999, ['29999', 'line 1 of 29999…', '3749.875']],
  ['damaged.tsv', 'id\ttext\n1\t5" pipe\n2\t"never closed\n3\tz\n', '3', 2, ['3', 'z']],
  ['headless.csv', '1,0.5,x\n2,0.25,y\n', '2', 1, ['2', '0.25', 'y']],
  ['notes.txt', 'Dear all,\n\nthis is prose.\rGood bye\r\n', '4', 2, ['this is prose.']],
] as const) {
  test(`reads ${name} as it is`, async ({ app }) => {
    await writeFile(pathOf(name), content)
    const shell = new Shell(app)
    await shell.openByChooser([pathOf(name)])
    await expect(shell.size).toHaveText(new RegExp(`^${rows} rows`))
    const grid = new Grid(app.page)
    await grid.press('Control+End')
    for (const [column, text] of cells.entries()) await expect(grid.cell(last, column)).toHaveText(text)
    await rm(pathOf(name))
  })
}
