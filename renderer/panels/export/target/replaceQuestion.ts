import { create } from 'zustand'

/** What would be replaced, and how the user answers. */
export interface ReplaceQuestion {
  /** Name of the folder. */
  name: string
  /** Its whole path, where it is known. */
  path: string | null
  answer(replace: boolean): void
}

export const useReplaceQuestion = create<{ question: ReplaceQuestion | null }>()(() => ({ question: null }))

/** Asks whether a folder may be replaced. A question asked before and not answered yet is answered with no. */
export function askToReplace(name: string, path: string | null): Promise<boolean> {
  useReplaceQuestion.getState().question?.answer(false)
  return new Promise((resolve) => {
    const answer = (replace: boolean) => {
      useReplaceQuestion.setState({ question: null })
      resolve(replace)
    }
    useReplaceQuestion.setState({ question: { name, path, answer } })
  })
}
