import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '../fixtures/app.ts'
import { appDir } from '../fixtures/build.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const parquet = join(appDir, 'e2e/files/tokens.parquet')

/** About 45 MB of rows, one of them damaged. */
function rows(count: number, badRow: number): string {
  const lines: string[] = []
  for (let row = 0; row < count; row++) {
    lines.push(
      row === badRow
        ? '{"row": oops}'
        : JSON.stringify({ row, text: `${row} ${(row * 7919).toString(36)} `.repeat(20) }),
    )
  }
  return `${lines.join('\n')}\n`
}

test('a compressed file of lines: far rows, a damaged row, and exact at once the second time', async ({
  app,
}, testInfo) => {
  const path = testInfo.outputPath('rows.jsonl.gz')
  await writeFile(path, gzipSync(rows(150_000, 100_000), { level: 1 }))
  const shell = new Shell(app)
  await expect(shell.emptyState).toBeVisible()
  await shell.openByChooser([path])
  const grid = new Grid(app.page)
  await expect(grid.cell(0, 0)).toHaveText('0')
  await expect(shell.size).toHaveText(/^150,000 rows/)
  await grid.press('Control+End')
  await expect(grid.cell(149_999, 0)).toHaveText('149999')
  await grid.press('PageUp')
  await grid.press('Enter')
  await expect(shell.inspector).toContainText('Row 149,9')
  await grid.press('Control+Home')
  await expect(grid.cell(0, 0)).toHaveText('0')
  await expect(shell.status).toContainText('1 issue')

  // What was found out is kept: on disk beside the desktop's profile, in the browser among the origin's private files.
  if (app.surface === 'web') expect(await app.page.evaluate(scratchEntries)).toContain('index')

  await app.page.getByRole('button', { name: 'Close rows.jsonl.gz' }).click()
  await expect(shell.emptyState).toBeVisible()
  await shell.openByChooser([path])
  await expect(shell.size).toHaveText(/^150,000 rows/)
  await grid.press('Control+End')
  await expect(grid.cell(149_999, 0)).toHaveText('149999')
})

test('a compressed Parquet file', async ({ app }, testInfo) => {
  const path = testInfo.outputPath('tokens.parquet.gz')
  await writeFile(path, gzipSync(await readFile(parquet)))
  const shell = new Shell(app)
  await expect(shell.emptyState).toBeVisible()
  await shell.openByChooser([path])
  await expect(shell.size).toHaveText(/^3,000 rows/)
  const grid = new Grid(app.page)
  await grid.press('Control+End')
  await expect(grid.cell(2999, 0)).toHaveText('2999')
})

/** Runs in the page: what kinds of entries are in the origin's scratch. */
async function scratchEntries(): Promise<string[]> {
  const root = await navigator.storage.getDirectory()
  const scratch = await root.getDirectoryHandle('scratch')
  const kinds: string[] = []
  for await (const group of scratch.values()) {
    for await (const name of (group as FileSystemDirectoryHandle).keys()) kinds.push(name.replace(/-.*/, ''))
  }
  return kinds
}
