import { create } from 'zustand'
import { DEFAULT_EXPORT_FORM, type ExportForm } from './exportForm.ts'

interface FormState {
  /** By dataset, of those whose form was changed. */
  forms: Readonly<Record<string, ExportForm>>
}

export const useExportForms = create<FormState>()(() => ({ forms: {} }))

export function exportFormOf({ forms }: FormState, datasetId: string): ExportForm {
  return forms[datasetId] ?? DEFAULT_EXPORT_FORM
}

export function changeExportForm(datasetId: string, patch: Partial<ExportForm>): void {
  useExportForms.setState((state) => ({
    forms: { ...state.forms, [datasetId]: { ...exportFormOf(state, datasetId), ...patch } },
  }))
}

/** The dataset was closed. */
export function forgetExportForm(datasetId: string): void {
  useExportForms.setState(({ forms }) => {
    const { [datasetId]: _gone, ...rest } = forms
    return { forms: rest }
  })
}
