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

test('the page can reach neither Node nor the network beyond its own origin', async ({ app }) => {
  const found = await app.page.evaluate(async () => ({
    node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
    bridge: Object.keys((window as { packscope?: object }).packscope ?? {}).sort(),
    elsewhere: await fetch('http://127.0.0.1:9/').then(
      () => 'answered',
      () => 'refused',
    ),
    opened: window.open('https://example.invalid/') === null,
    evaluated: (() => {
      try {
        return new Function('return 1')()
      } catch {
        return 'refused'
      }
    })(),
  }))
  expect(found).toEqual({
    node: [],
    bridge:
      app.surface === 'electron'
        ? [
            'chooseFiles',
            'chooseSaveTarget',
            'onEngineGone',
            'onMenu',
            'onOpenPaths',
            'openAtStart',
            'pathForFile',
            'requestEnginePort',
          ]
        : [],
    elsewhere: 'refused',
    opened: true,
    evaluated: 'refused',
  })
  // These attempts were to be reported.
  expect(app.problems.splice(0).join('\n')).toContain('Content Security Policy')
})
