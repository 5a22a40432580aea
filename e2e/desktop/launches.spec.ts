import { writeFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

test('a second launch hands its files to the running window and ends', async ({ app }, testInfo) => {
  const path = testInfo.outputPath('second.jsonl')
  await writeFile(path, '{"text":"from the second launch"}\n{"text":"x"}\n')
  const shell = new Shell(app)
  await expect(shell.emptyState).toBeVisible()
  expect(await app.launchAgain?.([path])).toBe(0)
  await expect(shell.size).toHaveText(/^2 rows/)
  await expect(new Grid(app.page).cell(0, 0)).toHaveText('from the second launch')
})

test('the window refuses to navigate elsewhere and to open others', async ({ app }) => {
  await expect(new Shell(app).emptyState).toBeVisible()
  const found = await app.page.evaluate(async () => {
    const opened = window.open('https://example.invalid/') !== null
    const left = new Promise((resolve) => window.addEventListener('pagehide', () => resolve('left the page')))
    location.href = 'https://example.invalid/'
    // Long enough for a page to come from this machine: some others come meanwhile.
    const stayed = (async () => {
      for (let i = 0; i < 20; i++) await (await fetch('/')).text()
      return 'stayed'
    })()
    return { opened, navigation: await Promise.race([left, stayed]) }
  })
  expect(found).toEqual({ opened: false, navigation: 'stayed' })
})
