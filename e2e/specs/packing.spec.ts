import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tableFromIPC } from 'apache-arrow'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { Grid } from '../pages/grid.ts'
import { PackingPage } from '../pages/packing.ts'
import { Shell } from '../pages/shell.ts'

/** Role and name of what has the focus, which has to be seen. */
async function focusOf(page: Page): Promise<string> {
  const focused = page.locator(':focus')
  expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none')
  const [, role, name = ''] = /^- '?(\w+)(?: "(.*?)")?/.exec(await focused.ariaSnapshot()) ?? []
  return `${role} ${name}`
}

const parquet = join(appDir, 'e2e/files/tokens.parquet')

test('from the length to the token: drag, account, zoom, source row', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openByChooser([parquet])
  const packing = new PackingPage(app.page)
  await shell.showTab('Packing')
  await expect(packing.kpi('efficiency')).toHaveText(/%$/)
  await expect(packing.strategies).toHaveCount(14)

  // The line is dragged to the left end of its axis, and the numbers follow before it is let go.
  const full = await packing.kpi('packs').textContent()
  await packing.dragLengthTo(0)
  await expect(packing.length).toHaveValue('128')
  await expect(packing.map).toHaveAccessibleName(/packs of 128$/)
  await expect(packing.kpi('packs')).not.toHaveText(full!)
  await packing.slider.press('ArrowRight')
  await expect(packing.length).toHaveValue('192')
  await expect(packing.slider).toHaveAttribute('aria-valuetext', /^192: .* efficiency, .* packs/)
  await packing.slider.press('Home')
  await expect(packing.map).toHaveAccessibleName(/packs of 128$/)

  // Every row is somewhere in the account, and the dropped ones can be looked at.
  const [kept, dropped] = await Promise.all([packing.accountRows('kept'), packing.accountRows('dropped')])
  expect(kept + dropped).toBe(3000)
  expect(dropped).toBeGreaterThan(0)
  await packing.openAccount('dropped')
  await expect(shell.size).toHaveText(new RegExp(`^${dropped} rows`))
  const grid = new Grid(app.page)
  await expect(grid.row(0).getByRole('rowheader')).toHaveText('1')
  // Chosen rows are packed like a file, and called what the file calls them.
  await shell.showTab('Packing')
  await packing.length.fill('512')
  await packing.strategy('none (padding only)').getByRole('button').click()
  await expect(packing.map).toHaveAccessibleName(new RegExp(`: ${dropped} packs of 512$`))
  await expect(packing.detail.getByRole('table').getByRole('button').first()).toHaveText('1')
  await shell.goTo(/tokens\.parquet$/)

  await shell.showTab('Packing')
  await packing.zoomTo('tokens')
  await packing.map.focus()
  await app.page.keyboard.press('ArrowDown')
  await app.page.keyboard.press('ArrowRight')
  await app.page.keyboard.press('ArrowRight')
  await expect(packing.spoken).toContainText(
    /pack 1 · segment 1 .*position 1 · position_id 1, token \d+, label -?\d+: /,
  )
  await expect(packing.detail).toContainText('Pack 1')
  await app.page.keyboard.press('Enter')
  await expect(shell.inspector).toContainText(/Row \d+/)

  // The segments beside the map lead to their rows as well.
  const segment = packing.detail.getByRole('table').getByRole('button').first()
  const row = await segment.textContent()
  await segment.click()
  await expect(shell.inspector).toContainText(`Row ${row}`)
})

test('everything is reached and used by keys, and shows where the focus is', async ({ app }) => {
  const { page } = app
  const shell = new Shell(app)
  await shell.openByChooser([parquet])
  const packing = new PackingPage(page)
  await shell.showTab('Packing')
  await expect(packing.strategies).toHaveCount(14)
  await packing.length.focus()
  const reached: string[] = []
  for (let tab = 0; tab < 60 && !reached.at(-1)?.startsWith('application'); tab++) {
    await page.keyboard.press('Tab')
    reached.push(await focusOf(page))
  }
  for (const wanted of ['slider sequence_len on the curve', 'button TRL bfd', /^button kept: open/, 'button tokens']) {
    expect(reached.filter((one) => (typeof wanted === 'string' ? one === wanted : wanted.test(one)))).toHaveLength(1)
  }
  expect(reached.at(-1)).toMatch(/^application Pack map of /)
  await page.keyboard.press('End')
  await expect(packing.spoken).toContainText(/pack \d+/)

  await packing.strategy('TRL wrapped').getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'strategy' })).toHaveValue('wrapped')
  await packing.slider.focus()
  await page.keyboard.press('Home')
  await expect(packing.length).toHaveValue('128')
})

test('strategies side by side: switch, export, reopen', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openByChooser([parquet])
  const packing = new PackingPage(app.page)
  await shell.showTab('Packing')
  await packing.length.fill('512')
  await packing.length.press('Enter')
  await expect(packing.map).toHaveAccessibleName(/173 packs of 512$/)
  await expect(packing.strategy('fast-axolotl greedy')).toContainText('173')

  await packing.strategy('TRL bfd_split').getByRole('button').click()
  await expect(packing.strategy('TRL bfd_split').getByRole('button')).toHaveAttribute('aria-pressed', 'true')
  const packs = await packing.strategy('TRL bfd_split').getByRole('cell').nth(1).textContent()
  await expect(packing.kpi('packs')).toHaveText(packs!)
  // This rule adds no EOS and decides itself what happens to long rows.
  await expect(app.page.getByRole('textbox', { name: 'eos_token_id' })).toBeHidden()
  await expect(app.page.getByRole('combobox', { name: 'row too long' })).toBeHidden()
  const command = app.page.getByRole('button', { name: 'Copy as command' })
  await expect(command).toHaveAttribute('title', /--strategy bfd_split --sequence-len 512 --column input_ids$/)

  await app.page.getByRole('button', { name: 'Export packs' }).click()
  const target = await app.answerSaveDialog('packed.arrow')
  await app.page.getByRole('button', { name: 'Export…' }).click()
  await expect(app.page.getByRole('region', { name: 'Exported' })).toContainText(`${packs} rows written`)
  const table = tableFromIPC(await target.bytes())
  expect(table.numRows).toBe(Number(packs))
  expect(table.schema.fields.map((field) => field.name)).toContain('position_ids')
  await app.page.getByRole('button', { name: 'Open exported' }).click()
  await expect(shell.size).toHaveText(new RegExp(`^${packs} rows`))
})

test('settings that cannot be used say so and leave the rest standing', async ({ app }) => {
  const shell = new Shell(app)
  await shell.openByChooser([parquet])
  const packing = new PackingPage(app.page)
  await shell.showTab('Packing')
  await expect(packing.strategies).toHaveCount(14)
  await packing.length.fill('0')
  await expect(shell.errors.filter({ hasText: 'sequence_len is a whole number from' })).toBeVisible()
  await packing.length.fill('64')
  await app.page.getByRole('combobox', { name: 'row too long' }).selectOption('error')
  await expect(shell.errors.filter({ hasText: 'Could not pack' })).toBeVisible()
  await expect(packing.strategy('fast-axolotl greedy')).toContainText(/row \d+/)
  await expect(packing.strategy('TRL wrapped')).toContainText('%')
})
