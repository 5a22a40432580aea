import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { takeScreenshots } from '../fixtures/screenshots.ts'
import { ExportPage } from '../pages/export.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')

test('export: before, done, refused, many columns', async ({ app }, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  await shell.openByChooser([parquet])
  await shell.showTab('Export')
  await expect(exporting.figure('rows')).toHaveText('3,000')
  await takeScreenshots(app, 'export-before')
  await app.answerSaveDialog('tokens.arrow')
  await exporting.start.click()
  await expect(exporting.done).toContainText('3,000 rows written')
  await takeScreenshots(app, 'export-done')

  const wide = testInfo.outputPath('wide.csv')
  const names = Array.from({ length: 20_000 }, (_, i) => `column_${i}`)
  await writeFile(wide, `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`)
  await shell.openByChooser([wide])
  await expect(shell.size).toHaveText(/^1 row/, { timeout: 30_000 })
  await shell.showTab('Export')
  await expect(exporting.settings).toContainText('20,000 of 20,000')
  await takeScreenshots(app, 'export-wide')
})
