import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Custom properties of the first rule whose selector is `selector`. */
function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`no rule ${selector}`)
  const body = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries(Array.from(body.matchAll(/--([\w-]+):\s*([^;]+);/g), ([, name, value]) => [name!, value!]))
}

const light = tokensOf(':root')
const darkBySystem = tokensOf(':root:not([data-theme="light"])')
const darkByChoice = tokensOf(':root[data-theme="dark"]')

function luminance(hex: string): number {
  const parts = /^#(..)(..)(..)$/.exec(hex)
  if (!parts) throw new Error(`not a colour: ${hex}`)
  const [r, g, b] = parts.slice(1).map((part) => {
    const channel = Number.parseInt(part, 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

test('dark is the same whether the system or the user wants it', () => {
  expect(darkByChoice).toEqual(darkBySystem)
})

test('dark answers every colour of light', () => {
  const colours = Object.keys(light).filter((name) => light[name]!.startsWith('#'))
  expect(Object.keys(darkBySystem)).toEqual(colours)
})

const textOn: [string, string[]][] = [
  ['text', ['bg', 'panel', 'raised', 'accent-soft', 'trained-soft']],
  ['dim', ['bg', 'panel', 'raised', 'accent-soft', 'trained-soft']],
  ['accent', ['bg', 'panel']],
  ['ok', ['bg', 'panel']],
  ['warn', ['bg', 'panel']],
  ['bad', ['bg', 'panel']],
  ['trained', ['bg', 'panel']],
  ['panel', ['accent']],
]
const pairs = textOn.flatMap(([text, grounds]) => grounds.map((ground): [string, string] => [text, ground]))

test.each(pairs)('%s on %s reads at 4.5 : 1 in both', (text, ground) => {
  for (const theme of [light, darkBySystem]) {
    expect(contrast(theme[text]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5)
  }
})

test.each(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'])('%s stands out from the panel as a shape', (colour) => {
  for (const theme of [light, darkBySystem]) {
    expect(contrast(theme[colour]!, theme.panel!)).toBeGreaterThanOrEqual(3)
  }
})
