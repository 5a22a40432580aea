import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, type Inline, parseInline, parseMarkdown } from './markdown.ts'

const inline = (parts: readonly Inline[]) =>
  parts
    .map((part) =>
      part.kind === 'text'
        ? part.text
        : part.kind === 'link'
          ? `link(${part.text},${part.url})`
          : `${part.kind}(${part.text})`,
    )
    .join('')
const block = (b: Block): string => {
  if (b.kind === 'paragraph' || b.kind === 'quote') return `${b.kind}: ${b.lines.map(inline).join(' / ')}`
  if (b.kind === 'heading') return `h${b.level}: ${inline(b.line)}`
  if (b.kind === 'item') return `${'>'.repeat(b.depth)}${b.marker} ${inline(b.line)}`
  if (b.kind === 'code') return `code ${b.language}: ${b.text}`
  if (b.kind === 'table') return `table: ${b.rows.map((row) => row.map(inline).join(' | ')).join(' / ')}`
  return b.kind
}

describe('parseMarkdown', () => {
  it.each([
    ['a\nb\n\nc', ['paragraph: a / b', 'paragraph: c']],
    ['# One\n## Two ##', ['h1: One', 'h2: Two']],
    ['#no heading', ['paragraph: #no heading']],
    ['- a\n  - b\n1. c\n2) d', ['- a', '>- b', '1. c', '2) d']],
    ['text\n- item', ['paragraph: text', '- item']],
    ['> a\n> b\nc', ['quote: a / b', 'paragraph: c']],
    ['---\n***', ['rule', 'rule']],
    ['```py\nx = 1\n\n# no heading\n```\nafter', ['code py: x = 1\n\n# no heading', 'paragraph: after']],
    ['````\n```\n````', ['code : ```']],
    ['```\nnever closed', ['code : never closed']],
    ['| a | b |\n|---|:-:|\n| 1 | `2` |', ['table: a | b / 1 | code(2)']],
    ['| not a table |', ['paragraph: | not a table |']],
    ['<b>x</b>', ['paragraph: <b>x</b>']],
    ['a\r\nb', ['paragraph: a / b']],
    ['', []],
  ])('%j', (text, blocks) => {
    expect(parseMarkdown(text).map(block)).toEqual(blocks)
  })

  it('keeps every word of any text', () => {
    const words = fc.constantFrom('word', '#', '-', '>', '```', '|', '\n', ' ', '**', '_', '`', '1.', '[a](b)', '---')
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const text = parts.join(' ')
        const count = (s: string) => s.split('word').length
        expect(count(parseMarkdown(text).map(block).join('\n'))).toBe(count(text))
      }),
    )
  })
})

it.each([
  ['**bold** and *it*', 'strong(bold) and emphasis(it)'],
  ['__bold__ _it_', 'strong(bold) emphasis(it)'],
  ['snake_case_name', 'snake_case_name'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['`a*b*c`', 'code(a*b*c)'],
  ['`` a ` b ``', 'code( a ` b )'],
  ['~~gone~~', 'strike(gone)'],
  ['[t](http://x) ![i](y)', 'link(t,http://x) link(i,y)'],
  ['**open', '**open'],
])('inline %s', (line, parts) => expect(inline(parseInline(line))).toBe(parts))
