/** A stretch of a line. Links are never followed or loaded: text and address are shown. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis' | 'strike'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }

export type Block =
  | { readonly kind: 'paragraph' | 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'heading'; readonly level: number; readonly line: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  /** `marker` as written (`-`, `3.`); `depth` counts from 0. */
  | { readonly kind: 'item'; readonly marker: string; readonly depth: number; readonly line: readonly Inline[] }
  | { readonly kind: 'rule' }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/
const ITEM = /^(\s*)([-*+•]|\d{1,9}[.)])\s+(.*)$/
const QUOTE = /^\s*>\s?(.*)$/
const TABLE_LINE = /^\s*\|.*\|\s*$/
const TABLE_RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/
const MAX_DEPTH = 8

/**
 * The Markdown that language models write, as blocks to draw: headings, lists, quotes, fenced code, tables, rules,
 * emphasis, code and links. HTML stays text. Line breaks inside paragraphs are kept.
 */
export function parseMarkdown(text: string): Block[] {
  const lines = text.split(/\r\n|\n|\r/)
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at]!
    const fence = FENCE.exec(line)
    const heading = HEADING.exec(line)
    const item = ITEM.exec(line)
    if (line.trim() === '') at++
    else if (fence !== null) at = readFence(at, fence[1]!, fence[2]!.trim())
    else if (heading !== null) {
      blocks.push({ kind: 'heading', level: heading[1]!.length, line: parseInline(heading[2]!) })
      at++
    } else if (RULE.test(line)) {
      blocks.push({ kind: 'rule' })
      at++
    } else if (item !== null) {
      const depth = Math.min(MAX_DEPTH, Math.floor(item[1]!.replaceAll('\t', '  ').length / 2))
      blocks.push({ kind: 'item', marker: item[2]!, depth, line: parseInline(item[3]!) })
      at++
    } else if (TABLE_LINE.test(line) && TABLE_RULE.test(lines[at + 1] ?? '')) at = readTable(at)
    else if (QUOTE.test(line)) {
      at = readWhile(at, 'quote', (candidate) => QUOTE.exec(candidate)?.[1] ?? null)
    } else at = readWhile(at, 'paragraph', (candidate) => (startsBlock(candidate) ? null : candidate))
  }
  return blocks

  function readFence(start: number, fence: string, language: string): number {
    const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`)
    let end = start + 1
    while (end < lines.length && !closing.test(lines[end]!)) end++
    blocks.push({ kind: 'code', language, text: lines.slice(start + 1, end).join('\n') })
    return end + 1
  }

  function readTable(start: number): number {
    const rows: Inline[][][] = []
    let end = start
    for (; end < lines.length && TABLE_LINE.test(lines[end]!); end++) {
      if (end === start + 1) continue
      rows.push(
        lines[end]!.trim()
          .slice(1, -1)
          .split('|')
          .map((cell) => parseInline(cell.trim())),
      )
    }
    blocks.push({ kind: 'table', rows })
    return end
  }

  /** Takes lines as long as `take` gives them, the first one always. */
  function readWhile(start: number, kind: 'paragraph' | 'quote', take: (line: string) => string | null): number {
    const taken: Inline[][] = []
    let end = start
    for (; end < lines.length; end++) {
      const line = take(lines[end]!) ?? (end === start ? lines[end]! : null)
      if (line === null) break
      taken.push(parseInline(line))
    }
    blocks.push({ kind, lines: taken })
    return end
  }
}

function startsBlock(line: string): boolean {
  return line.trim() === '' || [FENCE, HEADING, RULE, ITEM, QUOTE].some((pattern) => pattern.test(line))
}

/** Each alternative is bounded by its closing mark on the same line. */
const INLINE =
  /(`+)(.+?)\1(?!`)|\*\*(?=\S)(.+?)\*\*|__(?=\S)(.+?)__|~~(?=\S)(.+?)~~|\*(?=[^\s*])([^*]+)\*|(?<!\w)_(?=[^\s_])([^_]+)_(?!\w)|!?\[([^\]]*)\]\(([^()\s]+)\)/g
/** Longer lines are not searched for marks: they are data, and patterns cost time. */
const MAX_INLINE_CHARS = 20_000

export function parseInline(line: string): Inline[] {
  if (line.length > MAX_INLINE_CHARS) return [{ kind: 'text', text: line }]
  const parts: Inline[] = []
  let at = 0
  for (const match of line.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: 'text', text: line.slice(at, match.index) })
    const [whole, , code, bold, bold2, struck, italic, italic2, label, url] = match
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (bold !== undefined || bold2 !== undefined) parts.push({ kind: 'strong', text: bold ?? bold2! })
    else if (struck !== undefined) parts.push({ kind: 'strike', text: struck })
    else if (italic !== undefined || italic2 !== undefined) parts.push({ kind: 'emphasis', text: italic ?? italic2! })
    else if (url !== undefined) parts.push({ kind: 'link', text: label ?? '', url })
    at = match.index + whole.length
  }
  if (at < line.length) parts.push({ kind: 'text', text: line.slice(at) })
  return parts
}
