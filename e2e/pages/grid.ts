import type { Locator, Page } from '@playwright/test'

/** The virtual grid of rows. Rows and columns count from 0; only what is on screen exists in the page. */
export class Grid {
  readonly root: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.root = page.getByRole('grid')
  }

  /** Names of the columns on screen. */
  columnNames(): Promise<string[]> {
    return this.root.locator('[role=columnheader][aria-colindex]:not([aria-colindex="1"])').allTextContents()
  }

  row(row: number): Locator {
    return this.root.locator(`[role=row][aria-rowindex="${row + 2}"]`)
  }

  cell(row: number, column: number): Locator {
    return this.row(row).locator(`[role=gridcell][aria-colindex="${column + 2}"]`)
  }

  /** A key for the grid itself: `Control+End`, `ArrowDown`, `Enter`. */
  async press(key: string): Promise<void> {
    await this.root.focus()
    await this.page.keyboard.press(key)
  }
}
