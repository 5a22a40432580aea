import { writeFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/app.ts'
import { ExportPage } from '../pages/export.ts'
import { Shell } from '../pages/shell.ts'
test('wide', async ({ app }, testInfo) => {
  test.setTimeout(300_000)
  const { page } = app
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  const wide = testInfo.outputPath('wide.csv')
  const names = Array.from({ length: 100_000 }, (_, i) => `column_${i}`)
  await writeFile(wide, `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`)
  const time = async (what: string, act: () => Promise<unknown>) => { const t = performance.now(); await act(); console.log(what, Math.round(performance.now() - t), 'ms') }
  await time('open', async () => { await shell.openByChooser([wide]); await expect(shell.size).toHaveText(/^1 row/, { timeout: 60_000 }) })
  await page.waitForTimeout(3000)
  await time('tab', async () => { await shell.showTab('Export'); await expect(exporting.settings).toContainText('100,000 of 100,000') })
  await time('plan', async () => { await expect(exporting.figure('bytes')).toHaveText(/^\d/, { timeout: 120_000 }) })
  await time('toggle', async () => { await exporting.column('column_3').first().uncheck(); await expect(exporting.settings).toContainText('99,999 of 100,000') })
  await time('none', async () => { await exporting.settings.getByRole('button', { name: 'None' }).click(); await expect(exporting.settings).toContainText('0 of 100,000') })
  await time('all', async () => { await exporting.settings.getByRole('button', { name: 'All' }).click(); await expect(exporting.settings).toContainText('100,000 of 100,000') })
  await time('search', async () => { await exporting.settings.getByRole('searchbox').fill('column_9999'); await expect(exporting.settings.getByRole('list', { name: 'Columns' }).getByRole('listitem')).toHaveCount(11) })
  await exporting.settings.getByRole('searchbox').fill('')
  await time('text', async () => { await exporting.chooseFormat('Text'); await expect(exporting.refusals).toBeVisible({ timeout: 60_000 }) })
  console.log(await exporting.refusals.textContent())
  await time('parquet', async () => { await exporting.chooseFormat('Parquet'); await expect(exporting.figure('bytes')).toHaveText(/^\d/, { timeout: 120_000 }) })
  await app.answerSaveDialog('wide.parquet')
  await time('export', async () => { await exporting.start.click(); await expect(exporting.done).toContainText('written', { timeout: 200_000 }) })
  console.log(await page.evaluate(() => document.querySelectorAll('*').length), 'elements')
})
