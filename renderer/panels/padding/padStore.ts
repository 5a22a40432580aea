import { create } from 'zustand'
import { DEFAULT_PAD_SETTINGS, type PadSettings } from './padSettings.ts'

interface PadState {
  /** By dataset. */
  settings: Readonly<Record<string, PadSettings>>
  /** Settings chosen last, for the next dataset and the next session. */
  lastSettings: PadSettings
}

export const usePadStore = create<PadState>()(() => ({ settings: {}, lastSettings: DEFAULT_PAD_SETTINGS }))

export function changePadSettings(datasetId: string, changed: PadSettings): void {
  usePadStore.setState(({ settings }) => ({
    settings: { ...settings, [datasetId]: changed },
    lastSettings: { ...changed, column: null }, // a column of this dataset means nothing to the next
  }))
}

/** A dataset was closed. */
export function forgetPadding(datasetId: string): void {
  usePadStore.setState(({ settings }) => {
    const { [datasetId]: _gone, ...rest } = settings
    return { settings: rest }
  })
}
