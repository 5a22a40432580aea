import { join } from 'node:path'
import { expectAccessible } from '../fixtures/accessibility.ts'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
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
