import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectAccessible } from '../fixtures/accessibility.ts'
import { type App, expect, test } from '../fixtures/app.ts'
import { Grid } from '../pages/grid.ts'
import { Shell } from '../pages/shell.ts'

const rows = Array.from({ length: 5000 }, (_, i) => `${JSON.stringify({ id: i, text: `row ${i}` })}\n`).join('')
let server: Server
let origin = ''
let ranges: string[] = []

/** A server on this machine that lets pages of other origins read it at `/open`, and does not at `/closed`. */
test.beforeAll(async () => {
  const body = Buffer.from(rows)
  server = createServer(({ headers, method, url = '' }, response) => {
    const allowed = url.startsWith('/open')
      ? {
          'access-control-allow-origin': '*',
          'access-control-allow-headers': 'range',
          'access-control-expose-headers': 'content-range, etag',
          'cross-origin-resource-policy': 'cross-origin',
        }
      : {}
    const match = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '')
    if (method === 'OPTIONS') response.writeHead(204, allowed).end()
    else if (url.endsWith('gone.jsonl')) response.writeHead(404, allowed).end()
    else if (!match) response.writeHead(200, allowed).end(body)
    else {
      ranges.push(headers.range ?? '')
      const [start, end] = [Number(match[1]), Math.min(Number(match[2]) + 1, body.length)]
      const range = `bytes ${start}-${end - 1}/${body.length}`
      response.writeHead(206, { ...allowed, etag: '"1"', 'content-range': range }).end(body.subarray(start, end))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
test.afterAll(() => new Promise((resolve) => server.close(resolve)))

async function openUrl(app: App, url: string): Promise<void> {
  const { page } = app
  await expect(page.getByRole('button', { name: 'Open ▾' })).toBeEnabled()
  await page.getByRole('button', { name: 'Open ▾' }).click()
  await page.getByRole('menuitem', { name: 'Open URL…' }).click()
  await page.getByRole('textbox', { name: 'URL of a file' }).fill(url)
  await page.keyboard.press('Enter')
}

test('a URL opens by its ranges', async ({ app }) => {
  ranges = []
  await openUrl(app, `${origin}/open/some%20rows.jsonl`)
  const shell = new Shell(app)
  await expect(shell.size).toHaveText(/^5,000 rows/)
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText('some rows.jsonl')
  await expect(new Grid(app.page).row(0)).toBeVisible()
  expect(ranges[0]).toBe('bytes=0-0')
})

test('what is no URL, or not there, is told', async ({ app }) => {
  const { page } = app
  await openUrl(app, 'ftp://example.org/x.csv')
  await expect(page.getByText('A URL begins with https:// or http://')).toBeVisible()
  await expectAccessible(app, 'the dialog for a URL')
  await page.keyboard.press('Escape')
  await openUrl(app, `${origin}/open/gone.jsonl`)
  await expect(new Shell(app).errors).toContainText('404')
  app.problems.length = 0 // the browser reports the 404 itself
})

test('a server that is for its own pages only is explained in a browser, and read on the desktop', async ({ app }) => {
  await openUrl(app, `${origin}/closed/rows.jsonl`)
  const shell = new Shell(app)
  if (app.surface === 'web') await expect(shell.errors).toContainText('CORS')
  else await expect(shell.size).toHaveText(/^5,000 rows/)
  app.problems.length = 0 // the browser reports the refusal itself
})
