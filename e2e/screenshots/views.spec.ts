import { expect, test } from '../fixtures/app.ts'
import { takeReadmeScreenshot, takeScreenshots } from '../fixtures/screenshots.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

test('every view, light and dark, narrow and wide', async ({ app }) => {
  const shell = new Shell(app)
  const grid = new Grid(app.page)
  await expect(shell.emptyState).toBeVisible()
  await takeScreenshots(app, 'empty')
  await shell.openSample('Chat')
  await expect(grid.row(0)).toBeVisible()
  await takeScreenshots(app, 'rows')
  await grid.press('Enter')
  await expect(shell.inspector).toBeVisible()
  await takeScreenshots(app, 'inspector')
  await takeReadmeScreenshot(app)
  for (const tab of ['Packing', 'Export']) {
    await shell.showTab(tab)
    await takeScreenshots(app, tab.toLowerCase())
  }
})
