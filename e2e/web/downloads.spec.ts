import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { ExportPage } from '../pages/export.ts'
import { Shell } from '../pages/shell.ts'

const source = join(appDir, 'app/platform/samples/chat.jsonl')

/** Firefox and Safari have no pickers. */
test.beforeEach(async ({ app }) => {
  await app.page.evaluate(() => {
    for (const picker of ['showSaveFilePicker', 'showDirectoryPicker']) Reflect.deleteProperty(window, picker)
  })
})

test('without a save dialog a file is downloaded whole, and nothing of it stays in private files after a reload', async ({
  app,
}) => {
  const { page } = app
  await new Shell(app).openByChooser([source])
  await new Shell(app).showTab('Export')
  const exporting = new ExportPage(page)
  await exporting.chooseFormat('JSONL')
  const [download] = await Promise.all([page.waitForEvent('download'), exporting.start.click()])
  expect(download.suggestedFilename()).toBe('chat.jsonl')
  const rows = (await readFile(source, 'utf8')).trim().split('\n')
  const written = (await readFile(await download.path(), 'utf8')).trim().split('\n')
  expect(written.map((line) => JSON.parse(line))).toMatchObject(rows.map((line) => JSON.parse(line)))

  const [beside] = await Promise.all([page.waitForEvent('download'), exporting.button('Save manifest').click()])
  expect(beside.suggestedFilename()).toBe('chat.jsonl.packscope.json')
  const manifest = JSON.parse(await readFile(await beside.path(), 'utf8')) as { packscope: string }
  expect(manifest.packscope).toBe('export')

  const waiting = () =>
    page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('exports')
      const names: string[] = []
      for await (const [name, { kind }] of folder.entries()) if (kind === 'file') names.push(name)
      const parts = await folder.getDirectoryHandle('.parts')
      for await (const name of parts.keys()) names.push(name)
      return names
    })
  expect((await waiting()).sort()).toEqual(['chat.jsonl', 'chat.jsonl.packscope.json'])
  await page.reload()
  await expect.poll(waiting).toEqual([])
})

test('a folder is downloaded as one archive, with its manifest', async ({ app }) => {
  const { page } = app
  await new Shell(app).openByChooser([source])
  await new Shell(app).showTab('Export')
  const exporting = new ExportPage(page)
  await exporting.chooseFormat('Hugging Face')
  await expect(exporting.plan).toContainText('one .zip')
  const [download] = await Promise.all([page.waitForEvent('download'), exporting.start.click()])
  expect(download.suggestedFilename()).toBe('chat.zip')
  await expect(page.getByRole('button', { name: 'Save again' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open exported' })).toHaveCount(0)
  const files = stored(await readFile(await download.path()))
  expect([...files.keys()]).toEqual([
    'chat.packscope.json',
    'chat/data-00000-of-00001.arrow',
    'chat/dataset_info.json',
    'chat/state.json',
  ])
  expect(tableFromIPC(files.get('chat/data-00000-of-00001.arrow') as Buffer).numRows).toBe(64)
  const manifest = JSON.parse(String(files.get('chat.packscope.json'))) as { packscope: string }
  expect(manifest.packscope).toBe('export')
})

/** Files of an archive in which they are stored, one behind the other. */
function stored(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50; ) {
    const [bytes, nameLength] = [archive.readUInt32LE(at + 22), archive.readUInt16LE(at + 26)]
    const start = at + 30 + nameLength
    files.set(archive.toString('utf8', at + 30, start), archive.subarray(start, start + bytes))
    at = start + bytes
  }
  return files
}
