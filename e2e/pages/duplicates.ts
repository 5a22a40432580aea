import type { Locator, Page } from '@playwright/test'

/** The Duplicates view. */
export class DuplicatesPage {
  readonly settings: Locator
  readonly find: Locator
  readonly story: Locator
  /** The list of groups; arrow keys walk in it. */
  readonly groups: Locator
  /** The selected group. */
  readonly detail: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.settings = page.getByRole('form', { name: 'Settings of duplicates' })
    this.find = page.getByRole('button', { name: 'Find duplicates' })
    this.story = page.getByTestId('dedup-story')
    this.groups = page.getByRole('grid', { name: 'Groups of duplicates' })
    this.detail = page.getByRole('region', { name: 'Group in detail' })
  }

  kpi(id: string): Locator {
    return this.page.getByTestId(`kpi-${id}`)
  }

  choice(name: RegExp): Locator {
    return this.settings.getByRole('combobox', { name })
  }

  /** A line of the list, counted from 0. */
  line(line: number): Locator {
    return this.groups.locator(`[role=row][aria-rowindex="${line + 2}"]`)
  }

  /** A row of the group in detail. */
  member(row: number): Locator {
    return this.detail.getByRole('listitem').filter({ has: this.page.locator(`[data-row="${row}"]`) })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }
}
