import type { Locator } from '@playwright/test'
import { type App, expect } from '../fixtures/app.ts'

/** The frame around the views: opening, what is open, the tabs, the status line, errors. */
export class Shell {
  readonly emptyState: Locator
  /** `1,234 rows · 5.6 MB` */
  readonly size: Locator
  readonly status: Locator
  readonly errors: Locator
  readonly inspector: Locator
  private readonly app: App

  constructor(app: App) {
    this.app = app
    const { page } = app
    this.emptyState = page.getByRole('heading', { name: 'See what a language model will really be fine‑tuned on' })
    this.size = page.getByTestId('dataset-size')
    this.status = page.getByRole('contentinfo')
    this.errors = page.getByRole('alert')
    this.inspector = page.getByRole('complementary', { name: 'Record inspector' })
  }

  /** Opens one of the samples by its title, from the empty state. */
  async openSample(title: string): Promise<void> {
    await this.app.page
      .getByRole('main')
      .getByRole('button', { name: new RegExp(`^${title}`) })
      .click()
  }

  /** Opens files with the button or menu and the file dialog behind it. */
  async openByChooser(paths: string[] | null): Promise<void> {
    const { page } = this.app
    const menu = page.getByRole('button', { name: 'Open ▾' })
    await expect(menu).toBeEnabled() // not before the engine answers
    await this.app.answerOpenDialog(paths, async () => {
      if (await this.emptyState.isVisible()) await page.getByRole('button', { name: 'Open file…' }).click()
      else {
        await menu.click()
        await page.getByRole('menuitem', { name: /^Open file…/ }).click()
      }
    })
  }

  /** Drops files from the desktop onto the middle of the window: real files, with real paths where those exist. */
  async openByDrop(paths: string[]): Promise<void> {
    const { page } = this.app
    const session = await page.context().newCDPSession(page)
    const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
    const data = { items: [], files: paths, dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data })
    }
    await session.detach()
  }

  /** Goes to an open dataset or view by its title in the tree of sources. */
  async goTo(title: RegExp): Promise<void> {
    await this.app.page.getByRole('navigation', { name: 'Sources' }).getByTitle(title).first().click()
  }

  async showTab(name: string): Promise<void> {
    await this.app.page.getByRole('tab', { name }).click()
  }
}
