import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { type Table, tableFromIPC } from 'apache-arrow'
import { type App, expect, test } from '../fixtures/app.ts'
import { runCopied } from '../fixtures/commandLine.ts'
import { ExportPage } from '../pages/export.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const ROWS = 300

const rows = Array.from({ length: ROWS }, (_, id) => ({
  id,
  text: `row ${id}, “quoted” 数据${id % 7 === 0 ? ' with a "quote"' : ''}`,
  score: id % 11 === 0 ? null : id / 8,
  tags: Array.from({ length: id % 3 }, (_, i) => `t${i}`),
}))
const LAST = 'row 299, “quoted” 数据'

/** Opens the rows above from a file, and goes to the Export view. */
async function openRows(app: App, path: string): Promise<ExportPage> {
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const shell = new Shell(app)
  await shell.openByChooser([path])
  await expect(shell.size).toHaveText(/^300 rows/)
  await shell.showTab('Export')
  return new ExportPage(app.page)
}

const plain = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)))
const valuesOf = (table: Table) => table.toArray().map(plain)
const linesOf = (bytes: Buffer) => bytes.toString('utf8').trimEnd().split('\n')

/** A size as the toolbar has it. */
const formatted = (bytes: number) => `${(bytes / 1000).toFixed(bytes < 9_995 ? 2 : 1)}.kB`

interface Case {
  label: string
  /** Name the file is given. */
  name: string
  /** What is set besides the format. */
  set?: (exporting: ExportPage) => Promise<void>
  look(bytes: Buffer): void
}

// Formats of rows as they are, with what can be set for each.
const CASES: readonly Case[] = [
  { label: 'Arrow file', name: 'rows.arrow', look: (bytes) => expect(valuesOf(tableFromIPC(bytes))).toEqual(rows) },
  {
    label: 'Arrow stream',
    name: 'rows.arrows',
    set: (exporting) => exporting.column('score').uncheck(),
    look: (bytes) => expect(valuesOf(tableFromIPC(bytes))).toEqual(rows.map(({ score: _, ...rest }) => rest)),
  },
  {
    label: 'Feather',
    name: 'rows.feather',
    set: async (exporting) => void (await exporting.choice('compression').selectOption('Zstandard')),
    look: (bytes) => expect(bytes.subarray(0, 6).toString()).toBe('ARROW1'),
  },
  {
    label: 'Parquet',
    name: 'rows.parquet',
    set: async (exporting) => {
      await exporting.choice('compression').selectOption('Snappy')
      await exporting.field('rows in a row group').fill('100')
    },
    look: (bytes) => expect(bytes.subarray(-4).toString()).toBe('PAR1'),
  },
  {
    label: 'JSONL',
    name: 'rows.jsonl.gz',
    set: async (exporting) => void (await exporting.choice('compression').selectOption('gzip (.gz)')),
    look: (bytes) => expect(linesOf(gunzipSync(bytes)).map((line) => JSON.parse(line))).toEqual(rows),
  },
  {
    label: 'CSV',
    name: 'rows.csv',
    set: (exporting) => exporting.tick('lists as JSON').check(),
    look: (bytes) =>
      expect(linesOf(bytes).slice(0, 3)).toEqual([
        'id,text,score,tags',
        '0,"row 0, “quoted” 数据 with a ""quote""",,[]',
        '1,"row 1, “quoted” 数据",0.125,"[""t0""]"',
      ]),
  },
  {
    label: 'TSV',
    name: 'rows.tsv',
    set: async (exporting) => {
      await exporting.column('tags').uncheck()
      await exporting.tick('header').uncheck()
    },
    look: (bytes) => expect(linesOf(bytes)[1]).toBe('1\t"row 1, “quoted” 数据"\t0.125'),
  },
  {
    label: 'Text',
    name: 'rows.txt',
    set: async (exporting) => exporting.button('Take only text').click(),
    look: (bytes) => expect(linesOf(bytes)).toEqual(rows.map(({ text }) => text)),
  },
]

test('every format: planned, written, verified, opened again, the same by command', async ({ app }, testInfo) => {
  test.setTimeout(180_000)
  const { page } = app
  const shell = new Shell(app)
  const grid = new Grid(page)
  const source = testInfo.outputPath('my rows.jsonl')
  for (const { label, name, set, look } of CASES) {
    await test.step(label, async () => {
      const exporting = await openRows(app, source)
      await exporting.chooseFormat(label)
      await set?.(exporting)
      const target = await app.answerSaveDialog(name)
      await expect(exporting.figure('rows')).toHaveText('300')
      await expect(exporting.figure('files')).toHaveText('1')
      await expect(exporting.figure('bytes')).toHaveText(/^\d/)
      const command = (await exporting.button('Copy as command').getAttribute('title')) ?? ''
      await exporting.start.click()
      await expect(exporting.done).toContainText('300 rows written. Read back and verified.')
      const bytes = await target.bytes()
      look(bytes)
      const digest = createHash('sha256').update(bytes).digest('hex')
      await expect(exporting.done).toContainText(digest)
      const suggested = `my-${name}`
      expect(await target.suggestedName()).toBe(suggested)

      const byCommand = command.replace('PATH/TO/', testInfo.outputPath('.').concat('/'))
      const written = await runCopied(byCommand, testInfo.outputPath(label), suggested)
      expect(createHash('sha256').update(written).digest('hex')).toBe(digest)

      await exporting.button('Open exported').click()
      await expect(shell.size).toHaveText(new RegExp(`^300 rows · ${formatted(bytes.length)}`))
      await grid.press('Control+End')
      await expect(grid.row(ROWS - 1)).toContainText(LAST)
      for (const open of [name, 'my rows.jsonl']) {
        await page.getByRole('button', { name: `Close ${open}`, exact: true }).click()
      }
      await expect(shell.emptyState).toBeVisible()
    })
  }
})

test('what a format cannot hold is said with its column, and mended in two ways', async ({ app }, testInfo) => {
  const exporting = await openRows(app, testInfo.outputPath('rows.jsonl'))
  await exporting.chooseFormat('CSV')
  await expect(exporting.refusals).toContainText('1 column cannot be written as CSV')
  await expect(exporting.refusals).toContainText('tags')
  await expect(exporting.start).toBeDisabled()
  await expect(exporting.column('tags').locator('..')).toContainText(/list/)
  await exporting.button('Write as JSON').click()
  await expect(exporting.refusals).toBeHidden()
  await expect(exporting.start).toBeEnabled()
  await exporting.tick('lists as JSON').uncheck()
  await exporting.button('Leave it out').click()
  await expect(exporting.refusals).toBeHidden()
  await expect(exporting.column('tags')).not.toBeChecked()
  await expect(exporting.story).toContainText('300 rows of 3 columns')
  await expect(exporting.start).toBeEnabled()

  // Choices stay with the dataset while it is open.
  const shell = new Shell(app)
  await shell.showTab('Rows')
  await shell.showTab('Export')
  await expect(exporting.column('tags')).not.toBeChecked()
  await expect(exporting.settings.getByRole('radio', { name: /^CSV/ })).toBeChecked()
})

test('a dialog that is closed writes nothing; what is wrong is said beside it', async ({ app }, testInfo) => {
  const exporting = await openRows(app, testInfo.outputPath('rows.jsonl'))
  await app.answerSaveDialog(null)
  await exporting.start.click()
  await expect(exporting.done).toBeHidden()
  await exporting.chooseFormat('Parquet')
  await exporting.field('rows in a row group').fill('many')
  await expect(exporting.plan.getByRole('alert')).toContainText('rows in a row group is a whole number')
  await expect(exporting.start).toBeDisabled()
  await exporting.field('rows in a row group').fill('')
  await exporting.choice('files').selectOption('several, by size')
  await exporting.field('size of a file').fill('5 miles')
  await expect(exporting.plan.getByRole('alert')).toContainText('500 MB')
  await exporting.field('size of a file').fill('2 kB')
  await expect(exporting.start).toBeEnabled()
  await exporting.settings.getByRole('button', { name: 'None' }).click()
  await expect(exporting.plan.getByRole('alert')).toContainText('Choose at least one column')
})

test('cancelling leaves what stood there before', async ({ app }, testInfo) => {
  const path = testInfo.outputPath('many.jsonl')
  const line = (id: number) => `${JSON.stringify({ id, text: `${id} `.repeat(40 + (id % 50)) })}\n`
  await writeFile(path, Array.from({ length: 150_000 }, (_, id) => line(id)).join(''))
  const shell = new Shell(app)
  const exporting = new ExportPage(app.page)
  await shell.openByChooser([path])
  await expect(shell.size).toHaveText(/^150,000 rows/)
  await shell.showTab('Export')
  await exporting.column('text').uncheck()
  const target = await app.answerSaveDialog('target.arrow')
  await exporting.start.click()
  await expect(exporting.done).toContainText('150,000 rows written')
  const before = await target.bytes()
  await exporting.column('text').check()
  await exporting.chooseFormat('CSV')
  await exporting.choice('compression').selectOption('gzip (.gz)')
  await exporting.start.click()
  await exporting.running.getByRole('button', { name: 'Cancel' }).click()
  await expect(app.page.getByText('Cancelled. Nothing was left behind.')).toBeVisible()
  expect(await target.bytes()).toEqual(before)
})
