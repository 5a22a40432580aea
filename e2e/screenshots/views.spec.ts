import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { takeReadmeScreenshot, takeScreenshots } from '../fixtures/screenshots.ts'
import { Grid } from '../pages/grid.ts'
import { PackingPage } from '../pages/packing.ts'
import { Shell } from '../pages/shell.ts'

test('every view, light and dark, narrow and wide', async ({ app }) => {
  const shell = new Shell(app)
  const grid = new Grid(app.page)
  await expect(shell.emptyState).toBeVisible()
  await takeScreenshots(app, 'empty')
  await shell.openSample('Chat')
  await expect(grid.row(0)).toBeVisible()
  await takeScreenshots(app, 'rows')
  await grid.press('Enter')
  await expect(shell.inspector).toBeVisible()
  await takeScreenshots(app, 'inspector')
  await app.page.getByRole('tab', { name: 'Chat' }).click()
  await takeScreenshots(app, 'chat')
  await shell.showTab('Export')
  await takeScreenshots(app, 'export')
})

test('packing of the pre-tokenized sample', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openSample('Pre-tokenized')
  await expect(new Grid(app.page).row(0)).toBeVisible()
  await shell.showTab('Packing')
  await app.page.getByRole('textbox', { name: 'sequence_len' }).fill('1024')
  await expect(app.page.getByRole('application', { name: /packs of 1,024/ })).toBeVisible()
  await expect(new PackingPage(app.page).strategies).toHaveCount(14)
  await takeScreenshots(app, 'packing')
  await app.page.getByRole('application', { name: /^Pack map/ }).focus()
  await app.page.keyboard.press('ArrowDown')
  await app.page.keyboard.press('ArrowRight')
  await expect(app.page.getByTestId('pack-map-spoken')).toContainText(/row \d+/)
  await takeReadmeScreenshot(app)
  await app.page.keyboard.press('Enter')
  await expect(shell.inspector).toBeVisible()
})

test('padding of the pre-tokenized sample', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openSample('Pre-tokenized')
  await expect(new Grid(app.page).row(0)).toBeVisible()
  await shell.showTab('Padding')
  await expect(app.page.getByTestId('pad-story')).toContainText('Grouped')
  await app.page.getByRole('button', { name: 'show it' }).click()
  await expect(app.page.getByTestId('pad-batch-facts')).toContainText('waste')
  await takeScreenshots(app, 'padding')
})

test('packing of text, down to single tokens and up to all packs', async ({ app }) => {
  const shell = new Shell(app)
  const packing = new PackingPage(app.page)
  await shell.openSample('Preference')
  await expect(new Grid(app.page).row(0)).toBeVisible()
  await shell.showTab('Packing')
  await packing.strategy('TRL bfd_split').getByRole('button').click()
  await packing.length.fill('256')
  await expect(packing.map).toHaveAccessibleName(/packs of 256$/)
  await expect(packing.strategies).toHaveCount(14)
  await takeScreenshots(app, 'packing-split')
  await app.page.getByRole('button', { name: 'Hide the comparison' }).click()
  await packing.zoomTo('tokens')
  await packing.map.focus()
  await app.page.keyboard.press('ArrowDown')
  await app.page.keyboard.press('ArrowRight')
  await expect(packing.spoken).toContainText('position 0')
  await takeScreenshots(app, 'packing-tokens')
})

test('a folder of files, with splits and what differs', async ({ launch }) => {
  const root = await mkdtemp(join(tmpdir(), 'packscope-shots-'))
  const folder = join(root, 'instructions')
  await mkdir(join(folder, 'data'), { recursive: true })
  for (let file = 0; file < 12; file++) {
    const rows = Array.from({ length: 400 }, (_, i) => ({
      id: file * 400 + i,
      instruction: `Explain step ${i} of recipe ${file}`,
      output: 'Mix, wait, bake. '.repeat(1 + (i % 5)),
      ...(file > 6 ? { quality: i % 3 === 0 ? 'good' : null } : {}),
      score: file === 3 ? `${i}` : i / 8,
    }))
    const name = `train-${String(file).padStart(5, '0')}-of-00012.jsonl`
    await writeFile(join(folder, 'data', name), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
  }
  await writeFile(join(folder, 'data/test-00000-of-00001.jsonl'), '{"id":1,"instruction":"x","output":"y","score":1}\n')
  const app = await launch({ paths: [folder] })
  await expect(new Grid(app.page).row(0)).toBeVisible()
  await app.page.getByRole('button', { name: /^12 files of/ }).click()
  await app.page.getByRole('contentinfo').getByRole('button', { name: /issue/ }).click()
  await takeScreenshots(app, 'folder')
  await app.page.getByRole('button', { name: 'Open ▾' }).click()
  await takeScreenshots(app, 'open-menu')
  await app.page.getByRole('menuitem', { name: 'Open URL…' }).click()
  await takeScreenshots(app, 'open-url')
  await rm(root, { recursive: true })
})
