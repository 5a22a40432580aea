import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { type App, expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { ExportPage } from '../pages/export.ts'
import { Grid } from '../pages/grid.ts'
import { PackingPage } from '../pages/packing.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')
const PACKS = 173
/** Rows of packs that are compared before and after. */
const COMPARED = [0, 85, PACKS - 1]

/** Texts of a few rows of the grid. */
async function rowsOf(app: App): Promise<string[]> {
  const grid = new Grid(app.page)
  const texts: string[] = []
  for (const row of COMPARED) {
    await app.page.keyboard.press('Control+g')
    await app.page.keyboard.type(String(row))
    await app.page.keyboard.press('Enter')
    await expect(grid.cell(row, 0)).toHaveText(/^\[512\] /)
    // How much of a list is shown depends on where the page came from.
    for (const column of [0, 1, 2]) texts.push(((await grid.cell(row, column).textContent()) ?? '').slice(0, 180))
  }
  return texts
}

test('packs as a folder for Axolotl: in files, with lines and checksums, opened again, replaced only when asked', async ({
  app,
}) => {
  const { page } = app
  const shell = new Shell(app)
  const exporting = new ExportPage(page)
  await shell.openByChooser([parquet])
  await shell.showTab('Packing')
  const packing = new PackingPage(page)
  await packing.length.fill('512')
  await packing.length.press('Enter')
  await expect(packing.kpi('packs')).toHaveText(String(PACKS))
  await page.getByRole('button', { name: 'Export packs' }).click()
  await shell.showTab('Rows')
  const before = await rowsOf(app)
  await shell.showTab('Export')

  await exporting.chooseFormat('Hugging Face')
  await exporting.choice('preset').selectOption('for Axolotl')
  await exporting.choice('files').selectOption('several, by number')
  await exporting.field('number of files').fill('3')
  await expect(exporting.figure('rows')).toHaveText(String(PACKS))
  await expect(exporting.figure('files')).toHaveText('3')
  await expect(exporting.plan).toContainText('datasets:')
  await expect(exporting.field('folder')).toHaveValue('tokens-packed-512')
  await exporting.field('folder').fill('a/b')
  await expect(exporting.plan.getByRole('alert')).toContainText('without slashes')
  await expect(exporting.start).toBeDisabled()
  await exporting.field('folder').fill('my packs é')
  await expect(exporting.button('Copy as command')).toHaveAttribute(
    'title',
    /^packscope pack .* -o 'my packs é' --format hf_dataset --num-shards 3 --preset axolotl$/,
  )

  const folder = await app.answerTargetFolder()
  await exporting.start.click()
  await expect(exporting.done).toContainText(`${PACKS} rows written`)
  await expect(exporting.done).toContainText('in 5 files')
  await expect(exporting.done.getByRole('list', { name: 'Exported files' }).getByRole('listitem')).toHaveCount(5)
  await expect(exporting.done).toContainText('path: ')
  const files = await folder.files()
  const names = ['data-00000-of-00003.arrow', 'data-00001-of-00003.arrow', 'data-00002-of-00003.arrow']
  for (const name of ['dataset_info.json', 'state.json', ...names])
    expect([...files.keys()]).toContain(`my packs é/${name}`)
  const manifest = JSON.parse(files.get('my packs é.packscope.json')!.toString('utf8'))
  expect(manifest.packscope).toBe('export')
  await expect(exporting.done).toContainText('my packs é.packscope.json')
  const tables = names.map((name) => tableFromIPC(files.get(`my packs é/${name}`)!))
  expect(tables.reduce((sum, { numRows }) => sum + numRows, 0)).toBe(PACKS)
  const types = Object.fromEntries(tables[0]!.schema.fields.map(({ name, type }) => [name, String(type)]))
  expect(types).toMatchObject({ input_ids: 'List<Int32>', attention_mask: 'List<Int8>', labels: 'List<Int64>' })

  // Replacing is asked about, by name.
  const dialog = page.getByRole('alertdialog')
  await exporting.choice('files').selectOption('as datasets does (500 MB)')
  await exporting.start.click()
  await expect(dialog).toContainText('Replace my packs é?')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  expect([...(await folder.files()).keys()].sort()).toEqual([...files.keys()].sort())
  await exporting.start.click()
  await dialog.getByRole('button', { name: 'Replace' }).click()
  await expect(exporting.done).not.toContainText('in 5 files')
  await expect(exporting.done).toContainText(`${PACKS} rows written`)
  const after = [...(await folder.files()).keys()]
  expect(after).toContain('my packs é/data-00000-of-00001.arrow')
  expect(after).not.toContain('my packs é/data-00000-of-00003.arrow')

  await exporting.button('Open exported').click()
  await expect(shell.size).toHaveText(new RegExp(`^${PACKS} rows`))
  expect(await rowsOf(app)).toEqual(before)
})
