import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { takeScreenshots } from '../fixtures/screenshots.ts'
import { Grid } from '../pages/grid.ts'
import { PackingPage } from '../pages/packing.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')

test('packing: a refusal, a view of chosen rows, what only ms-swift asks', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  const packing = new PackingPage(page)
  await shell.openByChooser([parquet])
  await shell.showTab('Packing')
  await packing.length.fill('64')
  await expect(packing.map).toHaveAccessibleName(/packs of 64$/)
  await expect(packing.strategies).toHaveCount(14)
  await packing.strategy('ms-swift').getByRole('button').click()
  await page.getByRole('combobox', { name: 'pack preferred' }).selectOption('emptiest')
  await expect(packing.map).toHaveAccessibleName(/swift/)
  await takeScreenshots(app, 'packing-swift')
  await page.getByRole('combobox', { name: 'row too long' }).selectOption('error')
  await expect(shell.errors.filter({ hasText: 'Could not pack' })).toBeVisible()
  await takeScreenshots(app, 'packing-error')
  await page.getByRole('combobox', { name: 'row too long' }).selectOption('truncate')
  await expect(packing.map).toHaveAccessibleName(/packs of 64$/)
  await packing.openAccount('cut')
  await expect(new Grid(page).row(0)).toBeVisible()
  await takeScreenshots(app, 'rows-cut')
  await shell.showTab('Packing')
  await expect(packing.strategies).toHaveCount(14)
  await takeScreenshots(app, 'packing-of-chosen-rows')
  await packing.length.fill('none')
  await takeScreenshots(app, 'packing-wrong')
})

test('padding: what is cut, padded rows, a padded view', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  await shell.openByChooser([parquet])
  await shell.showTab('Padding')
  const settings = page.getByRole('form', { name: 'Padding settings' })
  await settings.getByRole('combobox', { name: /^pad to/ }).selectOption('fixed length')
  await settings.getByLabel('target_length').fill('40')
  await settings.getByRole('combobox', { name: /^order/ }).selectOption('shuffled')
  await expect(page.getByTestId('kpi-cut')).toBeVisible()
  await expect(page.getByTestId('pad-order-length')).toContainText('%')
  await takeScreenshots(app, 'padding-cut')
  await settings.getByLabel('batch size').fill('0')
  await expect(settings.getByRole('alert')).toBeVisible()
  await takeScreenshots(app, 'padding-wrong')
  await settings.getByLabel('batch size').fill('8')
  await expect(settings.getByRole('alert')).toBeHidden()
  await page.getByRole('button', { name: 'Show padded rows' }).click()
  await expect(new Grid(page).row(0)).toBeVisible()
  await takeScreenshots(app, 'padded-rows')
  await shell.showTab('Padding')
  await expect(page.getByTestId('pad-order-length')).toContainText('%')
  await takeScreenshots(app, 'padded-view')
  await shell.showTab('Packing')
  await takeScreenshots(app, 'packing-of-padded')
})

test('nothing to pack, nothing left, and long names', async ({ app }, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const packing = new PackingPage(page)
  const numbers = testInfo.outputPath('numbers.csv')
  await writeFile(numbers, 'a,b\n1,2\n3,4\n')
  await shell.openByChooser([numbers])
  await shell.showTab('Packing')
  await expect(page.getByText('Nothing here can be packed.')).toBeVisible()
  await takeScreenshots(app, 'packing-no-tokens')

  const nulls = testInfo.outputPath('nulls.jsonl')
  await writeFile(nulls, '{"input_ids":[1],"labels":[1,2]}\n{"input_ids":null,"labels":[1]}\n')
  await shell.openByChooser([nulls])
  await expect(page.getByText('No pack was made')).toBeVisible()
  await takeScreenshots(app, 'packing-no-rows')
  await shell.showTab('Padding')
  await expect(page.getByText('There is no row to pad')).toBeVisible()
  await takeScreenshots(app, 'padding-no-rows')

  const long = `the column everyone agreed to call input_ids but nobody did ${'and so on '.repeat(8)}`
  const name = testInfo.outputPath(`${'a-very-long-name-of-a-file-'.repeat(6)}.jsonl`)
  const rows = Array.from({ length: 400 }, (_, i) => JSON.stringify({ [long]: 'word '.repeat((i * 37) % 90) }))
  await writeFile(name, rows.join('\n'))
  await shell.openByChooser([name])
  await expect(page.getByTestId('pad-order-length')).toContainText('%')
  await takeScreenshots(app, 'padding-long-names')
  await shell.showTab('Packing')
  await expect(packing.strategies).toHaveCount(14)
  await takeScreenshots(app, 'packing-long-names')
})
