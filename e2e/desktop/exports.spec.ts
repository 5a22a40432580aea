import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { ExportPage } from '../pages/export.ts'
import { Shell } from '../pages/shell.ts'

test('the manifest lies beside the file, and gives the same file again', async ({ app }, testInfo) => {
  const { page } = app
  const source = testInfo.outputPath('rows.jsonl')
  await writeFile(source, '{"a":1}\n{"a":2}\n')
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  await shell.openByChooser([source])
  await shell.showTab('Export')
  await exporting.chooseFormat('CSV')
  const target = await app.answerSaveDialog('é rows.csv')
  await exporting.start.click()
  await expect(exporting.done).toContainText('2 rows written. Read back and verified.')
  await expect(exporting.done).toContainText('é rows.csv.packscope.json')
  await expect(exporting.button('Show in folder')).toBeVisible()
  const place = (await exporting.done.locator('dd').first().textContent()) ?? ''
  const manifest = JSON.parse(await readFile(`${place}.packscope.json`, 'utf8')) as { packscope: string }
  expect(manifest.packscope).toBe('export')
  expect((await target.bytes()).toString()).toBe('a\n1\n2\n')
})

test('a place that cannot be written to is told in words, and what is there stays', async ({ app }, testInfo) => {
  const { page } = app
  const source = testInfo.outputPath('rows.jsonl')
  await writeFile(source, '{"a":1}\n')
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  await shell.openByChooser([source])
  await shell.showTab('Export')
  await app.answerSaveDialog('no such folder/rows.arrow')
  await exporting.start.click()
  await expect(shell.errors.filter({ hasText: 'Could not export rows.jsonl' })).toContainText(
    'the folder does not exist',
  )
  await expect(exporting.done).toBeHidden()
  await expect(exporting.start).toBeEnabled()

  // A folder of other things is not replaced, whoever asks.
  const folder = testInfo.outputPath('saved')
  await mkdir(folder)
  await writeFile(join(folder, 'notes.txt'), 'mine')
  await exporting.chooseFormat('Hugging Face')
  await exporting.field('folder').fill('saved')
  await app.answerOpenDialog([dirname(folder)], () => exporting.start.click())
  await expect(shell.errors.filter({ hasText: 'notes.txt' })).toContainText('Choose another name')
  await expect(page.getByRole('alertdialog')).toBeHidden()
  expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
})
