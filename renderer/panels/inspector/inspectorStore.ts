import { create } from 'zustand'

export type InspectorTab = 'fields' | 'chat' | 'json'
/** How texts are shown: as they stand, as Markdown, or with white space made visible. */
export type TextView = 'raw' | 'rendered' | 'whitespace'

interface InspectorState {
  tab: InspectorTab
  textView: TextView
}

/** Kept while walking from row to row and from dataset to dataset. */
export const useInspector = create<InspectorState>()(() => ({ tab: 'fields', textView: 'raw' }))
