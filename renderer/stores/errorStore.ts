import { create } from 'zustand'
import { isAbortError } from '../../core/errors.ts'
import { isEngineStopped } from '../engine/engineStopped.ts'
import { describeError, type ErrorStory } from '../format/errorStory.ts'

export interface ShownError extends ErrorStory {
  id: number
}

interface ErrorState {
  /** Newest last; the bar shows the newest. */
  errors: readonly ShownError[]
}

/** More than this many unread errors are one error told many times. */
const MOST_ERRORS = 20

export const useErrors = create<ErrorState>()(() => ({ errors: [] }))

let nextId = 1

/** Shows `error` in the bar under the headline `what` (`Could not open chat.jsonl`). Aborts are not errors; that the engine stopped is told where it is known. */
export function reportError(error: unknown, what: string, advice: string | null = null): void {
  if (isAbortError(error) || isEngineStopped(error)) return
  showStory(describeError(error, what, advice))
}

export function showStory(story: ErrorStory): void {
  useErrors.setState(({ errors }) => {
    const others = errors.filter((known) => !sameStory(known, story)) // told again: once is enough
    return { errors: [...others, { ...story, id: nextId++ }].slice(-MOST_ERRORS) }
  })
}

function sameStory(a: ErrorStory, b: ErrorStory): boolean {
  return a.what === b.what && a.message === b.message && a.where === b.where
}

/** Takes back every error of one headline, when it no longer holds. */
export function dismissStories(what: string): void {
  useErrors.setState(({ errors }) => ({ errors: errors.filter((error) => error.what !== what) }))
}

export function dismissError(id: number): void {
  useErrors.setState(({ errors }) => ({ errors: errors.filter((error) => error.id !== id) }))
}
