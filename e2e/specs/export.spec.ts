import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { type Table, tableFromIPC } from 'apache-arrow'
import { type App, expect, test } from '../fixtures/app.ts'
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

const valuesOf = (table: Table) =>
  table.toArray().map((row) => JSON.parse(JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? Number(v) : v))))

interface Case {
  label: string
  name: string
  /** What is set besides the format. */
  set?: (exporting: ExportPage) => Promise<void>
  look(bytes: Buffer): void
  /** Columns of the dataset when it is opened again; the text stands in the second. */
  again?: number
}

const CASES: readonly Case[] = [
  { label: 'Arrow file', name: 'rows.arrow', look: (bytes) => expect(valuesOf(tableFromIPC(bytes))).toEqual(rows) },
  {
    label: 'Arrow stream',
    name: 'rows.arrows',
    set: (exporting) => exporting.column('score').uncheck(),
    look: (bytes) => expect(valuesOf(tableFromIPC(bytes))).toEqual(rows.map(({ score: _, ...rest }) => rest)),
  },
]

for (const { label, name, set, look } of CASES) {
  test(`${label}: written, verified, as it should be, and opened again`, async ({ app }, testInfo) => {
    const exporting = await openRows(app, testInfo.outputPath('my rows.jsonl'))
    await exporting.chooseFormat(label)
    await set?.(exporting)
    const target = await app.answerSaveDialog(name)
    await exporting.start.click()
    await expect(exporting.done).toContainText('300 rows written')
    const bytes = await target.bytes()
    look(bytes)
    const digest = createHash('sha256').update(bytes).digest('hex')
    await expect(exporting.done).toContainText(digest)
    await exporting.button('Open exported').click()
    const shell = new Shell(app)
    await expect(shell.size).toHaveText(/^300 rows/)
    await new Grid(app.page).press('Control+End')
    await expect(new Grid(app.page).row(ROWS - 1)).toContainText(LAST)
  })
}
