/** `⌘` on Apple systems, `Ctrl` elsewhere. */
export const COMMAND_KEY = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'

export interface KeyLine {
  keys: string
  does: string
}

export const KEY_GROUPS: readonly { title: string; lines: readonly KeyLine[] }[] = [
  {
    title: 'Everywhere',
    lines: [
      { keys: `${COMMAND_KEY}+O`, does: 'open files' },
      { keys: `${COMMAND_KEY}+Shift+O`, does: 'open a folder as one dataset' },
      { keys: 'Esc', does: 'cancel the newest job, or close the inspector' },
      { keys: '?', does: 'this list' },
    ],
  },
  {
    title: 'Rows',
    lines: [
      { keys: '← ↑ → ↓', does: 'move the cursor' },
      { keys: 'PageUp PageDown', does: 'a screen up or down' },
      { keys: 'Home End', does: 'first or last column' },
      { keys: `${COMMAND_KEY}+Home ${COMMAND_KEY}+End`, does: 'first or last row' },
      { keys: `${COMMAND_KEY}+G`, does: 'go to a row' },
      { keys: 'Enter', does: 'open the row in the inspector' },
      { keys: `${COMMAND_KEY}+C`, does: 'copy the cell' },
    ],
  },
  {
    title: 'Groups of duplicates',
    lines: [
      { keys: '↑ ↓', does: 'previous or next group, or row of a group' },
      { keys: 'PageUp PageDown', does: 'a screen up or down' },
      { keys: 'Home End', does: 'first or last group' },
      { keys: 'Enter', does: 'open the kept row, or the row of the group, in the inspector' },
    ],
  },
  {
    title: 'Pack map',
    lines: [
      { keys: '↑ ↓', does: 'previous or next pack' },
      { keys: '← →', does: 'previous or next segment' },
      { keys: 'PageUp PageDown', does: 'a screen up or down' },
      { keys: 'Home End', does: 'first or last pack' },
      { keys: 'Enter', does: 'open the source row in the inspector' },
    ],
  },
  {
    title: 'Heat map of padding',
    lines: [
      { keys: '← ↑ → ↓', does: 'walk the batches' },
      { keys: 'Home End', does: 'first or last batch' },
      { keys: 'Enter', does: 'show the batch in detail' },
    ],
  },
]

/** True where a plain character belongs to what is being typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button|range|file)$/.test(target.type)
}
