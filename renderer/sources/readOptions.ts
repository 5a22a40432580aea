import { create } from 'zustand'
import type { FormatOptions } from '../../core/formats/format.ts'

interface ReadOptionsState {
  /** By dataset, of those the user said how to read. */
  options: Readonly<Record<string, FormatOptions>>
}

export const useReadOptions = create<ReadOptionsState>()(() => ({ options: {} }))

const AS_IT_LOOKS: FormatOptions = {}

/** How a dataset was asked to be read; what is absent was left to the file. */
export function readOptionsOf({ options }: ReadOptionsState, datasetId: string): FormatOptions {
  return options[datasetId] ?? AS_IT_LOOKS
}

export function setReadOptions(datasetId: string, wanted: FormatOptions): void {
  useReadOptions.setState(({ options }) => ({ options: { ...options, [datasetId]: wanted } }))
}

export function forgetReadOptions(datasetId: string): void {
  useReadOptions.setState(({ options }) => {
    const { [datasetId]: _gone, ...rest } = options
    return { options: rest }
  })
}
