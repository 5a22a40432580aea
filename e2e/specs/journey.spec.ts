import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')
const damaged = join(appDir, 'e2e/files/damaged.parquet')

/** Rows whose widths differ, so that the far end is reached only by counting rows right. */
function jsonLines(rows: number): string {
  const lines: string[] = []
  for (let row = 0; row < rows; row++) {
    lines.push(JSON.stringify({ row, text: `text of row ${row} ${'·'.repeat(row % 50)}`, big: null, list: [row, 1] }))
  }
  return `${lines.join('\n')}\n`
}

for (const way of ['chooser', 'drop'] as const) {
  test(`opens a JSONL file by ${way}, scrolls to its last row, inspects it`, async ({ app }, testInfo) => {
    const path = testInfo.outputPath('many rows.jsonl')
    await writeFile(path, jsonLines(120_000))
    const shell = new Shell(app)
    await expect(shell.emptyState).toBeVisible()
    await (way === 'chooser' ? shell.openByChooser([path]) : shell.openByDrop([path]))
    const grid = new Grid(app.page)
    await expect(grid.cell(0, 1)).toHaveText(/^text of row 0/)
    await expect(shell.size).toHaveText(/^120,000 rows/)
    await grid.press('Control+End')
    await expect(grid.cell(119_999, 0)).toHaveText('119999')
    await expect(grid.cell(119_999, 3)).toHaveText('[2] 119999, 1')
    await grid.press('Enter')
    await expect(shell.inspector).toContainText('Row 119,999')
    await app.page.getByRole('tab', { name: 'JSON' }).click()
    await expect(shell.inspector).toContainText('"row": 119999')
    await grid.press('Control+Home')
    await expect(grid.cell(0, 0)).toHaveText('0')
  })

  test(`opens a Parquet file by ${way}, packs, exports and reopens`, async ({ app }) => {
    const shell = new Shell(app)
    await expect(shell.emptyState).toBeVisible()
    await (way === 'chooser' ? shell.openByChooser([parquet]) : shell.openByDrop([parquet]))
    await expect(shell.size).toHaveText(/^3,000 rows/)
    const grid = new Grid(app.page)
    await grid.press('Control+End')
    await expect(grid.cell(2999, 0)).toHaveText('2999')

    await shell.showTab('Packing')
    const length = app.page.getByRole('textbox', { name: 'sequence_len' })
    await length.fill('512')
    await length.press('Enter')
    await expect(app.page.getByTestId('kpi-packs')).toHaveText('173')
    // fast-axolotl's own pack_sequences makes 173 packs of these rows, 91.71 % of them attended to.
    await expect(app.page.getByTestId('kpi-efficiency')).toHaveText('91.71 %')
    await expect(app.page.getByRole('application', { name: /^Pack map of .*173 packs of 512/ })).toBeVisible()

    await app.page.getByRole('button', { name: 'Export packs' }).click()
    await expect(app.page.getByTestId('export-plan')).toContainText('173 packs')
    const target = await app.answerSaveDialog('packed.arrow')
    await app.page.getByRole('button', { name: 'Export…' }).click()
    await expect(app.page.getByRole('region', { name: 'Exported' })).toContainText('173 rows written')
    expect(await target.suggestedName()).toMatch(/\.arrow$/)
    const table = tableFromIPC(await target.bytes())
    expect(table.numRows).toBe(173)
    expect(table.schema.fields.map((field) => field.name)).toEqual(['input_ids', 'labels', 'attention_mask'])
    let attended = 0
    for (const mask of table.getChild('attention_mask') ?? []) for (const bit of mask) attended += bit
    expect((attended / (173 * 512)) * 100).toBeCloseTo(91.71, 1)

    await app.page.getByRole('button', { name: 'Open exported' }).click()
    await expect(shell.size).toHaveText(/^173 rows/)
    await shell.showTab('Rows')
    await expect(grid.cell(0, 0)).toHaveText(/^\[512\] /)
    await grid.press('Control+End')
    await expect(grid.cell(172, 2)).toHaveText(/^\[512\] 1, 1, /)
  })
}

test('the pack map leads to the source row', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openSample('Pre-tokenized')
  await shell.showTab('Packing')
  const map = app.page.getByRole('application', { name: /^Pack map/ })
  await map.focus()
  await app.page.keyboard.press('ArrowDown')
  await app.page.keyboard.press('ArrowRight')
  await expect(app.page.getByTestId('pack-map-spoken')).toContainText(/row \d+/)
  await app.page.keyboard.press('Enter')
  await expect(shell.inspector).toContainText(/Row \d+/)
  await expect(shell.inspector).toContainText('input_ids')
})

test('a damaged page is reported and the rest is read', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openByChooser([damaged])
  const grid = new Grid(app.page)
  await expect(grid.cell(0, 1)).toHaveText('row 0')
  await grid.press('Control+End')
  await expect(grid.cell(2999, 1)).toHaveText('row 2999')
  await app.page.keyboard.press('Control+g')
  await app.page.keyboard.type('1500')
  await app.page.keyboard.press('Enter')
  await expect(grid.cell(1500, 1)).toHaveText('null')
  await expect(grid.cell(1500, 0)).toHaveText('1500') // the other columns have their values
  await expect(shell.status).toContainText('1 issue')
  await grid.press('Control+Home')
  await expect(grid.cell(0, 1)).toHaveText('row 0')
})

test('bad input is told in words, and the app stays usable', async ({ app }, testInfo) => {
  const shell = new Shell(app)
  const binary = testInfo.outputPath('picture.jsonl')
  await writeFile(binary, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]))
  const empty = testInfo.outputPath('empty.parquet')
  await writeFile(empty, '')
  const lying = testInfo.outputPath('table.parquet')
  await writeFile(lying, '{"a":1}\nnot json\n{"a":3}\n')
  await shell.openByChooser([binary])
  await expect(shell.errors.first()).toContainText('picture.jsonl')
  await shell.openByChooser([empty])
  await expect(shell.errors.first()).toContainText('empty.parquet')
  await shell.openByChooser([lying])
  await expect(shell.size).toHaveText(/^3 rows/)
  await expect(shell.status).toContainText('2 issues') // the row, and the name
  const grid = new Grid(app.page)
  await expect(grid.cell(2, 0)).toHaveText('3')
  await grid.press('ArrowDown')
  await grid.press('Enter')
  await expect(shell.inspector).toContainText('not·json') // white space is marked in a record that could not be read
})

test('an engine that dies is replaced, and what was open comes back', async ({ app }, testInfo) => {
  const path = testInfo.outputPath('some.jsonl')
  await writeFile(path, jsonLines(100))
  const shell = new Shell(app)
  await shell.openByChooser([path])
  await expect(shell.size).toHaveText(/^100 rows/)
  await app.killEngine()
  await expect(shell.errors.first()).toContainText(/engine/i)
  const grid = new Grid(app.page)
  await expect(shell.size).toHaveText(/^100 rows/)
  await grid.press('Control+End')
  await expect(grid.cell(99, 0)).toHaveText('99')
  app.problems.splice(0) // the crash itself is on the console
})
