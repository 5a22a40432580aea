import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectAccessible } from '../fixtures/accessibility.ts'
import { type App, expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

let root = ''
test.beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'packscope-folders-'))
})
test.afterAll(() => rm(root, { recursive: true, force: true }))

const lines = (from: number, to: number, more: object = {}) =>
  Array.from(
    { length: to - from },
    (_, i) => `${JSON.stringify({ id: from + i, text: `row ${from + i}`, ...more })}\n`,
  ).join('')

/** A dataset as the Hub has it: two splits, one of two files that differ. */
async function hubFolder(name: string): Promise<string> {
  const folder = join(root, name)
  await mkdir(join(folder, 'data'), { recursive: true })
  await writeFile(join(folder, 'README.md'), '# about')
  await writeFile(join(folder, 'data/train-00000-of-00002.jsonl'), lines(0, 300))
  await writeFile(join(folder, 'data/train-00001-of-00002.jsonl'), lines(300, 500, { score: 0.5 }))
  await writeFile(join(folder, 'data/test-00000-of-00001.jsonl'), lines(1000, 1040))
  return folder
}

const tree = (app: App) => app.page.getByRole('navigation', { name: 'Sources' })

test('a folder opens as one dataset, with its splits, its files and what differs between them', async ({ launch }) => {
  const app = await launch({ paths: [await hubFolder('my set é')] })
  const shell = new Shell(app)
  const grid = new Grid(app.page)
  await expect(shell.size).toHaveText(/^500 rows · 2 files · /)
  await expect(grid.row(0)).toBeVisible()
  expect((await grid.columnNames()).join(' ')).toMatch(/id.*text.*score/)

  await tree(app).getByRole('button', { name: '2 files of my set é' }).click()
  await tree(app).getByTitle('data/train-00001-of-00002.jsonl').click()
  await expect(grid.row(300)).toBeVisible()

  await shell.status.getByRole('button', { name: /issue/ }).click()
  await expect(app.page.getByRole('region', { name: /^Issues of/ })).toContainText(
    'column score is missing in data/train-00000-of-00002.jsonl, float64 in data/train-00001-of-00002.jsonl',
  )

  await expectAccessible(app, 'a folder with its files and issues')
  await app.page.getByRole('button', { name: 'Split train, choose another' }).click()
  await app.page.getByRole('menuitemradio', { name: /^test/ }).click()
  await expect(shell.size).toHaveText(/^40 rows · 1 file · /)
  await expect(tree(app).getByRole('button', { name: 'my set é · test' })).toBeVisible()
  await app.page.getByRole('button', { name: 'Split test, choose another' }).click()
  await app.page.getByRole('menuitemradio', { name: /^train/ }).click()
  await expect(shell.size).toHaveText(/^500 rows/)
})

test('a dropped folder opens as one dataset', async ({ app }) => {
  const shell = new Shell(app)
  await expect(shell.emptyState).toBeVisible()
  await shell.openByDrop([await hubFolder('dropped')])
  await expect(shell.size).toHaveText(/^500 rows · 2 files · /)
  await tree(app).getByTitle('Open split test of dropped').click()
  await expect(shell.size).toHaveText(/^40 rows · 1 file · /)
})

test('a folder that is no dataset says why', async ({ launch }) => {
  const folder = join(root, 'mixed')
  await mkdir(folder, { recursive: true })
  for (const name of ['a.csv', 'b.csv', 'c.parquet']) await writeFile(join(folder, name), 'x')
  const app = await launch({ paths: [folder] })
  await expect(new Shell(app).errors).toContainText('several formats (2 CSV, 1 Parquet)')
})
