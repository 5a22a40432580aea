import type { Locator, Page } from '@playwright/test'

/** The Packing view. */
export class PackingPage {
  readonly length: Locator
  /** The draggable line over the curves. */
  readonly slider: Locator
  /** Rows of the table that sets the strategies side by side. */
  readonly strategies: Locator
  readonly map: Locator
  /** What a screen reader hears of the selection in the map. */
  readonly spoken: Locator
  /** The selected pack beside the map. */
  readonly detail: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.length = page.getByRole('textbox', { name: 'sequence_len' })
    this.slider = page.getByRole('slider', { name: 'sequence_len on the curve' })
    this.strategies = page.getByRole('region', { name: 'Strategies side by side' }).locator('tbody tr')
    this.map = page.getByRole('application', { name: /^Pack map/ })
    this.spoken = page.getByTestId('pack-map-spoken')
    this.detail = page.getByRole('region', { name: 'Selected pack' })
  }

  kpi(id: string): Locator {
    return this.page.getByTestId(`kpi-${id}`)
  }

  /** A strategy's row, by its full name. */
  strategy(name: string): Locator {
    return this.strategies.filter({ has: this.page.getByRole('rowheader', { name, exact: true }) })
  }

  /** Drags the line to a share of its axis, in steps. */
  async dragLengthTo(share: number): Promise<void> {
    const line = (await this.slider.boundingBox())!
    const track = (await this.slider.locator('..').boundingBox())!
    const y = track.y + track.height / 2
    await this.page.mouse.move(line.x + line.width / 2, y)
    await this.page.mouse.down()
    await this.page.mouse.move(track.x + share * track.width, y, { steps: 8 })
    await this.page.mouse.up()
  }

  async accountRows(line: string): Promise<number> {
    const text = await this.page.getByTestId(`account-${line}`).getByRole('cell').first().textContent()
    return Number(text!.replaceAll(',', ''))
  }

  /** Opens the rows behind a line of the account. */
  async openAccount(line: string): Promise<void> {
    await this.page.getByTestId(`account-${line}`).getByRole('button').click()
  }

  async zoomTo(level: 'all' | 'packs' | 'tokens'): Promise<void> {
    await this.page.getByRole('group', { name: 'Zoom' }).getByRole('button', { name: level, exact: true }).click()
  }
}
