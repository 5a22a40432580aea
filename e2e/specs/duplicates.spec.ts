import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tableFromIPC } from 'apache-arrow'
import { expect, test } from '../fixtures/app.ts'
import { PLANTED, plantedLines, plantedRows } from '../fixtures/plantedDuplicates.ts'
import { DuplicatesPage } from '../pages/duplicates.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const rows = plantedRows()
const REMOVED = PLANTED.pairs + 2 * PLANTED.triples + PLANTED.many - 1
const GROUPS = PLANTED.pairs + PLANTED.triples + 1

/** Rows equal in text to a row, in order. */
const copiesOf = (row: number) => rows.filter(({ text }) => text === rows[row]!.text).map(({ id }) => id)
const largest = copiesOf(rows.find(({ id }) => copiesOf(id).length === PLANTED.many)!.id)

test('exact duplicates: figures, groups, rows, export of what is kept, undo', async ({ app }, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const grid = new Grid(page)
  const duplicates = new DuplicatesPage(page)
  const file = testInfo.outputPath('planted.jsonl')
  await writeFile(file, plantedLines())
  await shell.openByChooser([file])
  await shell.showTab('Duplicates')
  await duplicates.find.click()
  await expect(duplicates.kpi('rows')).toHaveText('1,000')
  await expect(duplicates.kpi('unique')).toHaveText(String(PLANTED.rows - REMOVED))
  await expect(duplicates.kpi('duplicates')).toHaveText(String(REMOVED))
  await expect(duplicates.kpi('groups')).toHaveText(String(GROUPS))
  await expect(duplicates.kpi('removal')).toHaveText('7.10 %')
  await expect(duplicates.kpi('largest')).toHaveText(String(PLANTED.many))
  await expect(duplicates.kpi('null-keys')).toHaveText(String(PLANTED.nulls))
  await expect(duplicates.story).toHaveText(`${REMOVED} rows repeat another; of each group its first row is kept.`)
  await expect(page.getByTestId('dedup-histogram')).toHaveAccessibleName(
    `Groups by rows in them. ${PLANTED.pairs} groups of 2 rows; ${PLANTED.triples} groups of 3 rows; 1 group of 10 to 19 rows, 12 rows together`,
  )

  // The largest group stands first, and is shown.
  await expect(duplicates.line(0)).toContainText(rows[largest[0]!]!.text!.slice(0, 20))
  await expect(duplicates.detail).toContainText(`Group of ${PLANTED.many} rows`)
  await expect(duplicates.member(largest[0]!)).toContainText('kept')
  await expect(duplicates.member(largest[1]!)).toContainText('left outthe same text')
  await expect(duplicates.detail).toContainText('10 of 12 rows shown')
  await duplicates.detail.getByRole('button', { name: 'show more' }).click()
  await expect(duplicates.member(largest[11]!)).toContainText('the same text')
  await expect(duplicates.detail).not.toContainText('rows shown')

  // Keys: the list, then a group's rows, then the inspector.
  await duplicates.groups.focus()
  await page.keyboard.press('End')
  await expect(duplicates.line(GROUPS - 1)).toHaveAttribute('aria-selected', 'true')
  await expect(duplicates.detail).toContainText('Group of 2 rows')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await expect(duplicates.detail).toContainText('Group of 3 rows')
  await page.keyboard.press('Enter')
  await expect(shell.inspector).toContainText(/Row \d+/)
  await page.keyboard.press('Home')
  await duplicates.detail.getByRole('button', { name: `row ${largest[0]}` }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(shell.inspector).toContainText(`Row ${largest[1]}`)
  await expect(duplicates.member(largest[1]!)).toHaveAttribute('aria-current', 'true')

  await page.getByRole('combobox', { name: 'order' }).selectOption('as in the file')
  await expect(duplicates.line(0)).toHaveAttribute('aria-selected', 'true')

  await duplicates.button('Open removed rows').click()
  await expect(shell.size).toHaveText(new RegExp(`^${REMOVED} rows`))
  await shell.showTab('Duplicates')
  await duplicates.button('Back to the groups').click()
  await duplicates.button('Open kept rows').click()
  await expect(shell.size).toHaveText(new RegExp(`^${PLANTED.rows - REMOVED} rows`))
  await expect(grid.row(0).getByRole('rowheader')).toHaveText('0')
  await shell.showTab('Export')
  await expect(page.getByTestId('export-plan')).toContainText(`Writes ${PLANTED.rows - REMOVED} rows of 3 columns`)
  const target = await app.answerSaveDialog('kept.arrow')
  await page.getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByRole('region', { name: 'Exported' })).toContainText(`${PLANTED.rows - REMOVED} rows written`)
  expect(await target.suggestedName()).toBe('planted-deduplicated.arrow')
  const kept = [...tableFromIPC(await target.bytes()).getChild('id')!].map(Number)
  const first = new Map(rows.map(({ id, text }) => [text ?? `null ${id}`, id] as const).reverse())
  expect(kept).toEqual([...first.values()].sort((a, b) => a - b))

  await shell.showTab('Duplicates')
  await duplicates.button('Back to the groups').click()
  await duplicates.button('Undo').click()
  await expect(duplicates.kpi('rows')).toHaveCount(0)
  await expect(page.getByRole('navigation', { name: 'Sources' }).getByRole('button', { name: /^Close/ })).toHaveCount(1)
})

test('what is kept, whole rows, another dataset, and settings that say why they are wrong', async ({
  app,
}, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const duplicates = new DuplicatesPage(page)
  const [train, evaluation] = [testInfo.outputPath('train.jsonl'), testInfo.outputPath('eval.jsonl')]
  await writeFile(train, plantedLines())
  const pair = rows.find(({ id }) => copiesOf(id).length === 2)!
  const alone = rows.filter(({ text, id }) => text !== null && copiesOf(id).length === 1).slice(0, 5)
  await writeFile(evaluation, [pair, ...alone].map(({ text }) => `${JSON.stringify({ text })}\n`).join(''))
  await shell.openByChooser([evaluation, train])
  await expect(shell.size).toHaveText(/^1,000 rows/)
  await shell.showTab('Duplicates')

  // The first of equal rows lacks its language.
  await duplicates.choice(/^keep/).selectOption('the most complete row')
  await duplicates.find.click()
  await expect(duplicates.member(largest[1]!)).toContainText('kept')
  await expect(duplicates.member(largest[0]!)).toContainText('left out')

  await duplicates.choice(/^also compare with/).selectOption('eval.jsonl')
  await expect(duplicates.story).toHaveText('The numbers are those of the search before.')
  await duplicates.find.click()
  await expect(duplicates.kpi('existing')).toHaveText('7')
  await expect(duplicates.story).toContainText('7 rows stand in eval.jsonl too.')
  await expect(duplicates.kpi('groups')).toHaveText(String(GROUPS - 1))

  // Each of the seven, beside the row it is the same as.
  await page.getByRole('combobox', { name: 'show' }).selectOption('known elsewhere')
  const known = page.getByRole('grid', { name: 'Rows known elsewhere' })
  await expect(known.locator('[role=row][aria-selected]')).toHaveCount(7)
  const match = page.getByRole('region', { name: 'Match in detail' })
  await expect(page.getByTestId('match-facts')).toHaveText(/^equal to row \d there$/)
  await expect(match).toContainText('of eval.jsonl')
  await expect(match).toContainText('left outthe same text')
  const shownRow = await match.getByRole('heading').textContent()
  await known.focus()
  await page.keyboard.press('End')
  await expect(match.getByRole('heading')).not.toHaveText(shownRow!)
  await page.getByRole('combobox', { name: 'show' }).selectOption('groups')
  await expect(duplicates.detail).toContainText('Group of')

  const hashes = testInfo.outputPath('known.txt')
  const digestOf = ({ text }: { text: string | null }) => createHash('sha256').update(text!).digest('hex')
  await writeFile(hashes, [...alone.map(digestOf), 'not a digest'].join('\n'))
  await duplicates.choice(/^also compare with/).selectOption('a file of hashes')
  await expect(duplicates.settings.getByRole('alert')).toHaveText('Choose the file of hashes to compare with')
  await app.answerOpenDialog([hashes], () => duplicates.settings.getByRole('button', { name: /hashes/ }).click())
  await duplicates.find.click()
  await expect(duplicates.kpi('existing')).toHaveText('5')
  await expect(duplicates.story).toContainText('5 rows stand in known.txt too.')
  await expect(page.getByRole('list', { name: 'Warnings' })).toContainText('known.txt')

  await duplicates.choice(/^compare/).selectOption('several columns')
  await duplicates.settings.getByRole('button', { name: 'None' }).click()
  await expect(duplicates.settings.getByRole('alert')).toHaveText('Choose at least one column to compare')
  await expect(duplicates.find).toBeDisabled()
  await duplicates.choice(/^compare/).selectOption('the whole row')
  await duplicates.choice(/^also compare with/).selectOption('nothing else')
  await duplicates.find.click()
  await expect(duplicates.story).toHaveText('No two rows are equal.')
  await expect(duplicates.kpi('null-keys')).toHaveText('0')
  await expect(duplicates.button('Open removed rows')).toBeDisabled()
})

test('near duplicates: similarity, the words that differ', async ({ app }, testInfo) => {
  const { page } = app
  const shell = new Shell(app)
  const duplicates = new DuplicatesPage(page)
  const file = testInfo.outputPath('planted.jsonl')
  await writeFile(file, plantedLines())
  await shell.openByChooser([file])
  await shell.showTab('Duplicates')
  await duplicates.choice(/^method/).selectOption('near · MinHash')
  await expect(duplicates.choice(/^column/)).toHaveValue('text')
  await duplicates.find.click()
  await expect(duplicates.kpi('groups')).toHaveText(String(GROUPS + PLANTED.near))
  await expect(duplicates.kpi('duplicates')).toHaveText(String(REMOVED + PLANTED.near))
  await expect(duplicates.kpi('null-keys')).toHaveText(String(PLANTED.nulls))
  await page.getByRole('combobox', { name: 'order' }).selectOption('least similar first')
  const changes = duplicates.detail.locator('li ins, li del')
  await expect(changes.filter({ hasText: /^umbrella$/ })).toHaveCount(1)
  await expect(changes).toHaveCount(2)
  await expect(duplicates.detail).toContainText('−1 +1 words')

  const threshold = duplicates.settings.getByLabel('similarity')
  await threshold.fill('70 %')
  await expect(duplicates.settings.getByRole('alert')).toContainText('over 0 and at most 1')
  await threshold.fill('1')
  await threshold.press('Enter')
  await expect(duplicates.kpi('groups')).toHaveText(String(GROUPS))
})
