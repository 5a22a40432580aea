import { resolve } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const FIXTURES = resolve('core/fixtures')

// Fixtures with goldens of pyarrow: what the grid shows of them where the decoders are the built ones.
for (const [file, rows, column, first, last] of [
  ['arrow-compressed/rows-lz4.arrow', 400, 'n', '1', 'null'],
  ['arrow-compressed/rows-zstd.arrow', 400, 'n', '1', 'null'],
  ['arrow-compressed/polars-lz4.arrow', 6, 'price', '1.50', '3.00'],
  ['arrow-compressed/default.feather', 3, 'a', '1', '3'],
  ['arrow/stored-only.arrow', 9, 'r_view', 'a text of more than twelve bytes', ''],
] as const) {
  test(`shows ${file}`, async ({ app }) => {
    await new Shell(app).openByChooser([resolve(FIXTURES, file)])
    const grid = new Grid(app.page)
    await expect(new Shell(app).size).toHaveText(new RegExp(`^${rows} rows`))
    await app.resize(2600, 900) // so that every column is on screen
    await expect.poll(async () => (await grid.columnNames()).some((name) => name.startsWith(column))).toBe(true)
    const at = (await grid.columnNames()).findIndex((name) => name.startsWith(column))
    const firstRow = file.includes('rows-') ? 1 : 0 // row 0 is null there
    await expect(grid.cell(firstRow, at)).toHaveText(first)
    await grid.press('Control+End')
    if (last) await expect(grid.cell(rows - 1, at)).toHaveText(last)
    else await expect(grid.row(rows - 1)).toBeVisible()
  })
}
