import type { Locator, Page } from '@playwright/test'

/** The Export view. */
export class ExportPage {
  readonly settings: Locator
  /** What the settings come to. */
  readonly plan: Locator
  readonly story: Locator
  readonly start: Locator
  /** Why it cannot be written so. */
  readonly refusals: Locator
  /** The export under way. */
  readonly running: Locator
  /** What became of the last export. */
  readonly done: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.settings = page.getByRole('form', { name: 'Export settings' })
    this.plan = page.getByRole('region', { name: 'Plan' })
    this.story = page.getByTestId('export-plan')
    this.start = page.getByRole('button', { name: 'Export…' })
    this.refusals = this.plan.getByRole('alert')
    this.running = page.getByRole('region', { name: 'Export under way' })
    this.done = page.getByRole('region', { name: 'Exported' })
  }

  /** `rows`, `bytes` or `files` of the plan. */
  figure(id: string): Locator {
    return this.page.getByTestId(`kpi-export-${id}`)
  }

  async chooseFormat(label: string): Promise<void> {
    await this.settings.getByRole('radio', { name: new RegExp(`^${label}`) }).check()
  }

  choice(label: string): Locator {
    return this.settings.getByRole('combobox', { name: label, exact: true })
  }

  column(name: string): Locator {
    return this.settings.getByRole('list', { name: 'Columns' }).getByRole('checkbox', { name: new RegExp(`^${name}`) })
  }

  tick(label: string): Locator {
    return this.settings.getByRole('checkbox', { name: label })
  }

  field(label: string): Locator {
    return this.settings.getByRole('textbox', { name: label })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }
}
