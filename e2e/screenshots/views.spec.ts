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
  await app.page.getByRole('tab', { name: 'Chat' }).click()
  await takeScreenshots(app, 'chat')
  await shell.showTab('Export')
  await takeScreenshots(app, 'export')
})

test('packing of the pre-tokenized sample', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openSample('Pre-tokenized')
  await expect(new Grid(app.page).row(0)).toBeVisible()
  await shell.showTab('Packing')
  await app.page.getByRole('textbox', { name: 'sequence_len' }).fill('1024')
  await expect(app.page.getByRole('application', { name: /packs of 1,024/ })).toBeVisible()
  await takeScreenshots(app, 'packing')
  await app.page.getByRole('application', { name: /^Pack map/ }).focus()
  await app.page.keyboard.press('ArrowDown')
  await app.page.keyboard.press('ArrowRight')
  await expect(app.page.getByTestId('pack-map-spoken')).toContainText(/row \d+/)
  await app.page.keyboard.press('Enter')
  await expect(shell.inspector).toBeVisible()
  await takeReadmeScreenshot(app)
})

test('padding of the pre-tokenized sample', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openSample('Pre-tokenized')
  await expect(new Grid(app.page).row(0)).toBeVisible()
  await shell.showTab('Padding')
  await expect(app.page.getByTestId('pad-story')).toContainText('Grouped')
  await app.page.getByRole('button', { name: 'show it' }).click()
  await expect(app.page.getByTestId('pad-batch-facts')).toContainText('waste')
  await takeScreenshots(app, 'padding')
})
