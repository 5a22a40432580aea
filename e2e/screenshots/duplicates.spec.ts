import { writeFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/app.ts'
import { plantedLines } from '../fixtures/plantedDuplicates.ts'
import { takeScreenshots } from '../fixtures/screenshots.ts'
import { Shell } from '../pages/shell.ts'

test('duplicates: before, found, a wrong setting', async ({ app }, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const file = testInfo.outputPath('planted.jsonl')
  await writeFile(file, plantedLines())
  await shell.openByChooser([file])
  await shell.showTab('Duplicates')
  await expect(page.getByRole('button', { name: 'Find duplicates' })).toBeEnabled()
  await takeScreenshots(app, 'duplicates-empty')
  await page.getByRole('button', { name: 'Find duplicates' }).click()
  await expect(page.getByTestId('kpi-groups')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Group in detail' })).toContainText('kept')
  await expect(page.getByRole('grid', { name: 'Groups of duplicates' }).locator('[aria-rowindex="10"]')).toContainText(
    /[a-z]{3}/,
  )
  await takeScreenshots(app, 'duplicates-exact')
  const settings = page.getByRole('form', { name: 'Settings of duplicates' })
  await settings.getByRole('combobox', { name: 'method' }).selectOption('near')
  await page.getByRole('button', { name: 'Find duplicates' }).click()
  await expect(page.getByTestId('kpi-groups')).toHaveText('71')
  await page.getByRole('combobox', { name: 'order' }).selectOption('similarity')
  await expect(page.getByRole('region', { name: 'Group in detail' })).toContainText('words')
  await expect(page.getByRole('grid', { name: 'Groups of duplicates' }).locator('[aria-rowindex="10"]')).toContainText(
    /[a-z]{3}/,
  )
  await takeScreenshots(app, 'duplicates-near')
  await page.getByRole('region', { name: 'Group in detail' }).locator('[data-row]').nth(1).click()
  await takeScreenshots(app, 'duplicates-inspected')
  await settings.getByRole('textbox', { name: 'similarity' }).fill('70 %')
  await takeScreenshots(app, 'duplicates-wrong')
})
