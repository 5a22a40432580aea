import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const pathOf = (name: string) => join(tmpdir(), `packscope-${process.pid}-${name}`)
const long = Array.from({ length: 30_000 }, (_, i) => `${i};"line 1 of ${i}\nsays ""${i}""";${i / 8}`).join('\r')

// What the grid shows where CSV is read in WASM: line ends, quotes, damage, files without a header, plain lines.
for (const [name, content, rows, last, cells] of [
  ['quoted.csv', `id;text;score\r${long}`, '30,000', 29_999, ['29999', 'line 1 of 29999…', '3749.875']],
  ['damaged.tsv', 'id\ttext\n1\t5" pipe\n2\t"never closed\n3\tz\n', '3', 2, ['3', 'z']],
  ['headless.csv', '1,0.5,x\n2,0.25,y\n', '2', 1, ['2', '0.25', 'y']],
  ['notes.txt', 'Dear all,\n\nthis is prose.\rGood bye\r\n', '4', 2, ['this is prose.']],
] as const) {
  test(`reads ${name} as it is`, async ({ app }) => {
    await writeFile(pathOf(name), content)
    const shell = new Shell(app)
    await shell.openByChooser([pathOf(name)])
    await expect(shell.size).toHaveText(new RegExp(`^${rows} rows`))
    const grid = new Grid(app.page)
    await grid.press('Control+End')
    for (const [column, text] of cells.entries()) await expect(grid.cell(last, column)).toHaveText(text)
    await rm(pathOf(name))
  })
}

test('a CSV can be read in another way, in its place', async ({ app }, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const grid = new Grid(page)
  const [csv, other] = [testInfo.outputPath('prices.csv'), testInfo.outputPath('other.jsonl')]
  await writeFile(csv, 'a;b|c\n1;2|3\n4;5|6\n')
  await writeFile(other, '{"x":1}\n')
  await shell.openByChooser([csv, other])
  await shell.goTo(/prices\.csv$/)
  await expect(shell.size).toHaveText(/^2 rows/)
  const readAs = async (choice: string) => {
    await page.getByRole('button', { name: 'How the CSV is read' }).click()
    await page.getByRole('menuitemradio', { name: choice }).click()
  }
  await readAs('bar |')
  await expect.poll(() => grid.columnNames()).toEqual([expect.stringMatching(/^a;b/), expect.stringMatching(/^c/)])
  await readAs('a row like the others')
  await expect(shell.size).toHaveText(/^3 rows/)
  await expect(grid.cell(0, 0)).toHaveText('a;b')
  await shell.showTab('Export')
  await expect(page.getByRole('button', { name: 'Copy as command' })).toHaveAttribute(
    'title',
    / --header no --delimiter '\|' -o /,
  )
  await shell.showTab('Rows')
  await readAs('semicolon ;')
  await expect(grid.cell(2, 1)).toHaveText('5|6')
  const names = page.getByRole('navigation', { name: 'Sources' }).getByRole('button', { name: /^Close/ })
  await expect(names.first()).toHaveAccessibleName('Close prices.csv')
  await expect(names).toHaveCount(2)

  // It is read in the same way after a crash.
  await app.killEngine()
  await expect(shell.errors.first()).toContainText(/engine/i)
  await expect(shell.size).toHaveText(/^3 rows/)
  await expect(grid.cell(0, 1)).toHaveText('b|c')
  app.problems.splice(0) // the crash itself is on the console
})
