import { basename } from 'node:path'
import { casesOf, formatNames, goldenOf, pathOf } from '../../app/testing/conformanceCases.ts'
import { expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

/** What the grid shows of a value. */
const shown = (row: string) => String((Object.values(JSON.parse(row) as object) as unknown[])[0])

// A file of every format in many batches: its first cell, how many rows there are, and the last of them.
test('the grid opens every format in every compression', async ({ app }) => {
  test.setTimeout(180_000)
  const shell = new Shell(app)
  const grid = new Grid(app.page)
  for (const name of formatNames) {
    await test.step(name, async () => {
      const one = casesOf(name).find(({ feature }) => feature === 'batches')!
      const { rows } = goldenOf(one)
      const last = rows.length - 1
      if (name === 'hf_dataset') await shell.openByDrop([pathOf(one)])
      else await shell.openByChooser([pathOf(one)])
      await expect(app.page.getByRole('button', { name: `Close ${basename(one.file)}` })).toBeVisible()
      await expect(shell.size).toHaveText(new RegExp(`^${rows.length.toLocaleString('en')} rows`))
      await expect(grid.cell(0, 0)).toHaveText(shown(rows[0]!))
      await grid.press('Control+End')
      await expect(grid.cell(last, 0)).toHaveText(shown(rows[last]!))
      await app.page.getByRole('button', { name: `Close ${basename(one.file)}` }).click()
      await expect(shell.emptyState).toBeVisible()
    })
  }
})
