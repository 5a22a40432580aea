/** How many bytes `text` takes in UTF-8 (lone surrogates as the three bytes of U+FFFD). */
export function utf8Length(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) continue
    if (code < 0x800) length += 1
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      length += 2 // two units, four bytes
      at++
    } else length += 2
  }
  return length
}
