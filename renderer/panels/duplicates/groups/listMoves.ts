/** Where a key moves the selection of a list of `total` lines, `page` of them on screen; null: it is no key of lists. */
export function lineAfterKey(line: number, key: string, total: number, page: number): number | null {
  const to = {
    ArrowUp: line - 1,
    ArrowDown: line + 1,
    PageUp: line - page,
    PageDown: line + page,
    Home: 0,
    End: total - 1,
  }[key]
  return to === undefined ? null : Math.max(0, Math.min(to, total - 1))
}

/** The first line of a text, for a list: white space as single spaces. */
export function previewOf(text: string): string {
  return text.slice(0, 400).replace(/\s+/g, ' ').trim()
}
