import { COLOURS } from './segments.ts'

/** The tokens a canvas needs, read from the stylesheet: a canvas cannot use custom properties. */
export interface MapTheme {
  colours: string[]
  panel: string
  line: string
  text: string
  dim: string
  accent: string
  pad: string
  trained: string
  trainedSoft: string
  mono: string
}

export function readMapTheme(element: Element): MapTheme {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    colours: Array.from({ length: COLOURS }, (_, i) => token(`--c${i}`)),
    panel: token('--panel'),
    line: token('--line'),
    text: token('--text'),
    dim: token('--dim'),
    accent: token('--accent'),
    pad: token('--pad'),
    trained: token('--trained'),
    trainedSoft: token('--trained-soft'),
    mono: token('--mono'),
  }
}

const QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)']

/** Calls `onChange` whenever the tokens may have changed. @returns how to stop */
export function watchTheme(onChange: () => void): () => void {
  const queries = QUERIES.map((query) => matchMedia(query))
  for (const query of queries) query.addEventListener('change', onChange)
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange)
    observer.disconnect()
  }
}
