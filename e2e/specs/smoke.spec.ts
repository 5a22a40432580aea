import { writeFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

test('starts isolated and empty, and opens each sample by its name', async ({ launch }) => {
  for (const [title, column] of [
    ['Chat', 'messages'],
    ['Preference', 'chosen'],
    ['Pre-tokenized', 'input_ids'],
  ] as const) {
    const app = await launch()
    const shell = new Shell(app)
    await expect(shell.emptyState).toBeVisible()
    expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true)
    await shell.openSample(title)
    await expect(shell.size).toHaveText(/^[\d,]+ rows/)
    const grid = new Grid(app.page)
    await expect(grid.row(0)).toBeVisible()
    expect((await grid.columnNames()).join(' ')).toContain(column)
    await app.close()
  }
})

test('the page reaches neither Node nor other origins, and markup is no string', async ({ app }) => {
  const found = await app.page.evaluate(async () => {
    const markup = () => {
      document.createElement('div').innerHTML = '<b>bold</b>'
    }
    const script = () => {
      document.createElement('script').textContent = 'globalThis.planted = true'
    }
    const refused = (attempt: () => void) => {
      try {
        attempt()
        return false
      } catch (error) {
        return error instanceof TypeError
      }
    }
    return {
      node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
      bridge: Object.keys((window as { packscope?: object }).packscope ?? {}).sort(),
      elsewhere: await fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      ),
      markup: refused(markup) && refused(script),
    }
  })
  expect(found).toEqual({
    node: [],
    bridge: app.surface === 'electron' ? BRIDGE : [],
    elsewhere: 'refused',
    markup: true,
  })
  // The attempts were to be reported, and nothing else was.
  const reports = app.problems.splice(0)
  expect(reports).not.toEqual([])
  for (const report of reports) expect(report).toMatch(/Content Security Policy|TrustedHTML|TrustedScript/)
})

/** All that the desktop app's window can ask of the process behind it. */
const BRIDGE = [
  'chooseExportFolder',
  'chooseFiles',
  'chooseFolder',
  'chooseSaveTarget',
  'onEngineGone',
  'onMenu',
  'onOpenPaths',
  'openAtStart',
  'pathForFile',
  'requestEnginePort',
  'showInFolder',
]

test('opens the files named on the command line', async ({ launch }, testInfo) => {
  const path = testInfo.outputPath('two words & ü.jsonl')
  await writeFile(path, '{"text":"first"}\n{"text":"second"}\n')
  const app = await launch({ paths: [path] })
  const grid = new Grid(app.page)
  await expect(new Shell(app).size).toHaveText(/^2 rows/)
  await expect(grid.cell(1, 0)).toHaveText('second')
})

for (const way of ['chooser', 'drop'] as const) {
  test(`opens a file by ${way}`, async ({ app }, testInfo) => {
    const path = testInfo.outputPath('some.jsonl')
    await writeFile(path, '{"text":"first"}\n{"text":"second"}\n{"text":"third"}\n')
    const shell = new Shell(app)
    await expect(shell.emptyState).toBeVisible()
    await (way === 'chooser' ? shell.openByChooser([path]) : shell.openByDrop([path]))
    await expect(shell.size).toHaveText(/^3 rows/)
    await expect(new Grid(app.page).cell(2, 0)).toHaveText('third')
  })
}
