import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectAccessible } from '../fixtures/accessibility.ts'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { plantedLines } from '../fixtures/plantedDuplicates.ts'
import { DuplicatesPage } from '../pages/duplicates.ts'
import { ExportPage } from '../pages/export.ts'
import { PackingPage } from '../pages/packing.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')

test('axe finds nothing in the Packing and the Padding view', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  const packing = new PackingPage(page)
  await shell.openByChooser([parquet])
  await shell.showTab('Packing')
  await packing.length.fill('64')
  await expect(packing.map).toHaveAccessibleName(/packs of 64$/)
  await expect(packing.strategies).toHaveCount(14)
  await packing.map.focus()
  await expectAccessible(app, 'packing')
  await page.getByRole('combobox', { name: 'row too long' }).selectOption('error')
  await expect(shell.errors.filter({ hasText: 'Could not pack' })).toBeVisible()
  await packing.length.fill('none')
  await expectAccessible(app, 'packing refused, a setting wrong')

  await shell.showTab('Padding')
  const settings = page.getByRole('form', { name: 'Padding settings' })
  await settings.getByRole('combobox', { name: /^pad to/ }).selectOption('fixed length')
  await settings.getByLabel('target_length').fill('40')
  await expect(page.getByTestId('account-cut')).toContainText('513')
  await page.getByRole('application', { name: /^Heat map/ }).focus()
  await expectAccessible(app, 'padding')
  await page.getByRole('button', { name: 'Show padded rows' }).click()
  await shell.showTab('Padding')
  await expect(page.getByTestId('pad-batch-facts')).toContainText('waste')
  await expectAccessible(app, 'a padded view')
})

test('axe finds nothing in the Export view', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  await shell.openByChooser([parquet])
  await shell.showTab('Export')
  await expect(exporting.figure('bytes')).toHaveText(/^\d/)
  await expectAccessible(app, 'export before')
  await app.answerTargetFolder()
  await exporting.chooseFormat('Parquet')
  await exporting.choice('files').selectOption('several, by number')
  await exporting.field('number of files').fill('12')
  await exporting.start.click()
  await expect(exporting.done).toContainText('12 files')
  await expectAccessible(app, 'export done')
  await exporting.start.click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expectAccessible(app, 'the question before a folder is replaced')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await exporting.chooseFormat('CSV')
  await expect(exporting.refusals).toBeVisible()
  await expectAccessible(app, 'export refused')
  await exporting.field('number of files').fill('none')
  await expect(exporting.plan.getByRole('alert')).toContainText('whole number')
  await expectAccessible(app, 'export with a wrong setting')
})

test('axe finds nothing in the Duplicates view', async ({ app }, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const duplicates = new DuplicatesPage(page)
  const file = testInfo.outputPath('planted.jsonl')
  await writeFile(file, plantedLines())
  await shell.openByChooser([file])
  await shell.showTab('Duplicates')
  await duplicates.choice(/^method/).selectOption('near · MinHash')
  await expectAccessible(app, 'duplicates before a search')
  await duplicates.find.click()
  await page.getByRole('combobox', { name: 'order' }).selectOption('least similar first')
  await expect(duplicates.detail.locator('li ins')).toBeVisible()
  await duplicates.groups.focus()
  await expectAccessible(app, 'duplicates')
  await duplicates.choice(/^method/).selectOption('exact · SHA-256')
  await duplicates.choice(/^compare/).selectOption('several columns')
  await duplicates.settings.getByRole('button', { name: 'None' }).click()
  await expectAccessible(app, 'duplicates, a setting wrong')
})
