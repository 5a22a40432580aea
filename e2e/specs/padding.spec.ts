import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')

// All numbers are those of e2e/files/padding_numbers.py: pyarrow and numpy, none of our code.
test('padding of a Parquet file: waste, orders, heat map, batch, row', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  await shell.openByChooser([parquet])
  await expect(shell.size).toHaveText(/^3,000 rows/)
  await shell.showTab('Padding')
  const settings = page.getByRole('form', { name: 'Padding settings' })
  const batchSize = settings.getByLabel('batch size')
  const order = settings.getByRole('combobox', { name: /^order/ })
  const waste = page.getByTestId('kpi-waste')
  await batchSize.fill('8')
  await batchSize.press('Enter')
  await expect(waste).toHaveText('57.8 %')
  await expect(page.getByTestId('kpi-pad').locator('..')).toHaveAttribute('title', '107,333')
  await expect(page.getByTestId('kpi-tokens').locator('..')).toHaveAttribute('title', '78,235')
  await expect(page.getByTestId('kpi-batches')).toHaveText('375')
  await expect(page.getByTestId('kpi-widths')).toHaveText('19 · 55 · 232')
  await expect(page.getByTestId('kpi-cut')).toHaveCount(0)
  await expect(page.getByTestId('pad-story')).toContainText('Grouped by length would waste 1.2 % instead of 57.8 %.')
  await expect(page.getByTestId('pad-order-shuffled')).toContainText('58.5 %')
  await expect(page.getByTestId('pad-order-length')).toContainText('949')
  await expect(page.getByTestId('pad-histogram')).toHaveAccessibleName(/50 to 55 %: 70 batches/)

  const heat = page.getByRole('application', { name: 'Heat map of waste: 375 batches' })
  await heat.focus()
  await page.keyboard.press('End')
  await expect(page.getByTestId('pad-heat-spoken')).toContainText('batch 374')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('pad-heat-spoken')).toHaveText('batch 1: 53.1 % waste')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('pad-batch')).toHaveText('Batch 1')
  await expect(page.getByTestId('pad-batch-facts')).toHaveText('8 rows × 73 · 310 pad tokens · 53.1 % waste')
  const detail = page.getByRole('region', { name: 'Batch in detail' })
  await expect(detail.getByRole('button', { name: 'row 10, 8 tokens, 65 padding on the right' })).toBeVisible()

  await page.getByRole('button', { name: 'show it' }).click()
  await expect(page.getByTestId('pad-batch')).toHaveText('Batch 199')
  await expect(page.getByTestId('pad-batch-facts')).toContainText('81.6 % waste')

  await order.selectOption('grouped by length')
  await expect(waste).toHaveText('1.2 %')
  await expect(page.getByTestId('kpi-widths')).toHaveText('2 · 20 · 232')
  await heat.click({ position: { x: 40, y: 5 } }) // the first cell stands behind the numbers of the lines
  await expect(page.getByTestId('pad-batch')).toHaveText('Batch 0')
  await expect(page.getByTestId('pad-batch-facts')).toContainText('8 rows × 232')
  await settings.getByRole('combobox', { name: /^side/ }).selectOption('left')
  await detail.getByRole('button', { name: 'row 1,596, 208 tokens, 24 padding on the left' }).click()
  await expect(shell.inspector).toContainText('Row 1,596')
})

test('padding to a fixed length cuts and says so; wrong input is explained and changes nothing', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  await shell.openByChooser([parquet])
  await shell.showTab('Padding')
  const settings = page.getByRole('form', { name: 'Padding settings' })
  const waste = page.getByTestId('kpi-waste')
  await expect(waste).toHaveText('57.8 %')
  const multiple = settings.getByLabel('pad_to_multiple_of')
  await multiple.fill('64')
  await expect(waste).toHaveText('70.9 %')
  await multiple.fill('none at all')
  await expect(settings.getByRole('alert')).toContainText('pad_to_multiple_of is a whole number from 1')
  await expect(waste).toHaveText('70.9 %')
  await multiple.fill('')
  await settings.getByRole('combobox', { name: /^pad to/ }).selectOption('fixed length')
  const length = settings.getByLabel('target_length')
  await length.fill('40')
  await length.press('Enter')
  await expect(page.getByTestId('kpi-cut')).toHaveText('11.8 k')
  await expect(page.getByTestId('kpi-cut')).toBeVisible()
  await expect(page.getByText('tokens cut in 513 rows')).toBeVisible()
  await expect(waste).toHaveText('44.7 %')
  await expect(page.getByTestId('kpi-widths')).toHaveText('40 · 40 · 40')
})

test('rows that are cut, and padded rows as a file: from the account to the rows, export, reopen', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  const grid = new Grid(page)
  await shell.openByChooser([parquet])
  await shell.showTab('Padding')
  const settings = page.getByRole('form', { name: 'Padding settings' })
  await settings.getByRole('combobox', { name: /^pad to/ }).selectOption('fixed length')
  await settings.getByLabel('target_length').fill('40')
  await settings.getByLabel('target_length').press('Enter')
  const cut = page.getByTestId('account-cut')
  await expect(cut.getByRole('cell').nth(2)).toHaveAttribute('title', '11,642') // its labels are read
  await cut.getByRole('button', { name: 'cut: open 513 rows' }).click()
  await expect(shell.size).toHaveText(/^513 rows/)
  await expect(grid.row(0).getByRole('rowheader')).toHaveText('1')
  await expect(grid.cell(0, 1)).toContainText('[232]')

  // Chosen rows are padded like a file, and keep their numbers.
  await shell.showTab('Padding')
  await expect(page.getByTestId('account-cut')).toContainText('513')
  await page
    .getByRole('region', { name: 'Batch in detail' })
    .getByRole('button', { name: /^row 1, 232 tokens/ })
    .click()
  await expect(shell.inspector).toContainText('row 1 of the source')
  await shell.goTo(/tokens\.parquet$/)

  await settings.getByRole('combobox', { name: /^order/ }).selectOption('grouped by length')
  await expect(page.getByTestId('pad-order-length')).toHaveAttribute('aria-current', 'true')
  const tokens = (await page.getByTestId('kpi-tokens').locator('..').getAttribute('title'))!
  await page.getByRole('button', { name: 'Export padded rows' }).click()
  await expect(page.getByTestId('export-plan')).toContainText('Writes 3,000 padded rows of 5 columns')
  const target = await app.answerSaveDialog('padded.arrow')
  await page.getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByRole('region', { name: 'Exported' })).toContainText('3,000 rows written')
  const table = tableFromIPC(await target.bytes())
  const masks = [...table.getChild('attention_mask')!].map((mask) => [...mask] as number[])
  expect(masks.every((mask) => mask.length === 40)).toBe(true)
  expect(masks.flat().reduce((sum, one) => sum + one, 0)).toBe(Number(tokens.replaceAll(',', '')))
  expect([...table.getChild('batch')!.slice(2990)]).toEqual([373, 373, 374, 374, 374, 374, 374, 374, 374, 374])
  await page.getByRole('button', { name: 'Open exported' }).click()
  await expect(shell.size).toHaveText(/^3,000 rows/)
  await expect(grid.cell(0, 0)).toContainText('[40]')
})
