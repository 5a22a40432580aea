import { describe, expect, it } from 'vitest'
import { type HeaderKey, headerCommand } from './headerKeys.ts'

const settings = ['a', 'b', 'c'].map((name) => ({ name, width: 100, hidden: false, autoWidth: true }))
const key = (name: string, modifiers = ''): HeaderKey => ({
  key: name,
  shiftKey: modifiers.includes('shift'),
  altKey: modifiers.includes('alt'),
  ctrlKey: modifiers.includes('ctrl'),
  metaKey: false,
})

describe('headerCommand', () => {
  it.each([
    ['ArrowRight', 116],
    ['ArrowLeft', 84],
  ])('Shift+%s makes the column %i px wide', (name, width) => {
    const changed = headerCommand(settings, 'b', 100, key(name, 'shift'))
    expect(changed?.settings.map((s) => s.width)).toEqual([100, width, 100])
    expect(changed?.by).toBe(0)
  })

  it('Alt+arrow moves the column and the cursor with it', () => {
    const changed = headerCommand(settings, 'a', 100, key('ArrowRight', 'alt'))
    expect(changed?.settings.map((s) => s.name)).toEqual(['b', 'a', 'c'])
    expect(changed?.by).toBe(1)
  })

  it('Delete hides the column, but not the last one', () => {
    expect(headerCommand(settings, 'b', 100, key('Delete'))?.settings.map((s) => s.hidden)).toEqual([
      false,
      true,
      false,
    ])
    expect(headerCommand([settings[0]!], 'a', 100, key('Delete'))).toBeNull()
  })

  it.each([key('ArrowRight'), key('ArrowRight', 'ctrl shift'), key('ArrowDown', 'shift'), key('x')])(
    'passes over %o',
    (k) => {
      expect(headerCommand(settings, 'b', 100, k)).toBeNull()
    },
  )
})
