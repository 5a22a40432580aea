import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { takeScreenshots } from '../fixtures/screenshots.ts'
import { ExportPage } from '../pages/export.ts'
import { Grid } from '../pages/grid.ts'
import { PackingPage } from '../pages/packing.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')

test('export of packs: a plan, done, refused, wrong, a folder', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  await shell.openByChooser([parquet])
  await shell.showTab('Packing')
  const packing = new PackingPage(page)
  await packing.length.fill('512')
  await packing.length.press('Enter')
  await expect(packing.kpi('packs')).toHaveText('173')
  await page.getByRole('button', { name: 'Export packs' }).click()
  await expect(exporting.figure('bytes')).toHaveText(/^\d/)
  await takeScreenshots(app, 'export-packs')
  await app.answerSaveDialog('tokens-packed-512.parquet')
  await exporting.chooseFormat('Parquet')
  await exporting.start.click()
  await expect(exporting.done).toContainText('ds_type')
  await takeScreenshots(app, 'export-done')
  await exporting.chooseFormat('CSV')
  await expect(exporting.refusals).toBeVisible()
  await takeScreenshots(app, 'export-refused')
  await exporting.chooseFormat('Hugging Face')
  await exporting.choice('preset').selectOption('for Axolotl')
  await exporting.choice('files').selectOption('several, by number')
  await exporting.field('number of files').fill('0')
  await takeScreenshots(app, 'export-wrong')
  await exporting.field('number of files').fill('40')
  await expect(exporting.figure('files')).toHaveText('40')
  await takeScreenshots(app, 'export-folder')
  await app.answerTargetFolder()
  await exporting.start.click()
  await expect(exporting.done).toContainText('42 files')
  await takeScreenshots(app, 'export-folder-done')
  await exporting.start.click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await takeScreenshots(app, 'export-replace')
})

test('export under way, of many columns, with long names', async ({ app }, testInfo) => {
  test.setTimeout(120_000)
  const { page } = app
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  const many = testInfo.outputPath('many.jsonl')
  const line = (id: number) => `${JSON.stringify({ id, text: `${id} `.repeat(40 + (id % 50)), score: id / 8 })}\n`
  await writeFile(many, Array.from({ length: 400_000 }, (_, id) => line(id)).join(''))
  await shell.openByChooser([many])
  await expect(shell.size).toHaveText(/^400,000 rows/, { timeout: 60_000 })
  await shell.showTab('Export')
  await exporting.chooseFormat('JSONL')
  await exporting.choice('compression').selectOption('Zstandard (.zst)')
  await app.answerSaveDialog('many.jsonl.zst')
  await exporting.start.click()
  await expect(exporting.running).toContainText('left')
  await page.screenshot({ path: join(appDir, 'build/screenshots/export-running-light-1280.png') })
  await exporting.running.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Cancelled. Nothing was left behind.')).toBeVisible()

  const long = testInfo.outputPath(`${'a-very-long-name-of-a-file-'.repeat(6)}.jsonl`)
  const name = `the column everyone agreed to call input_ids but nobody did ${'and so on '.repeat(8)}`
  await writeFile(long, `${JSON.stringify({ [name]: { deep: [{ a: 1, b: 'x' }] }, id: 1 })}\n`)
  await shell.openByChooser([long])
  await new Grid(page).press('Enter')
  await expect(shell.inspector).toBeVisible()
  await shell.showTab('Export')
  await exporting.chooseFormat('TSV')
  await expect(exporting.refusals).toBeVisible()
  await takeScreenshots(app, 'export-long-names')
  await page.keyboard.press('Escape')

  const wide = testInfo.outputPath('wide.csv')
  const names = Array.from({ length: 20_000 }, (_, i) => `column_${i}`)
  await writeFile(wide, `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`)
  await shell.openByChooser([wide])
  await expect(shell.size).toHaveText(/^1 row/, { timeout: 30_000 })
  await page.getByRole('button', { name: 'How the CSV is read' }).click()
  await takeScreenshots(app, 'csv-menu')
  await page.keyboard.press('Escape')
  await shell.showTab('Export')
  await expect(exporting.settings).toContainText('20,000 of 20,000')
  await takeScreenshots(app, 'export-wide')
})
