import { createContext } from 'react'

/** The setting that cannot be used, and why. */
export interface WrongSetting {
  field: string
  message: string
}

/** Tells the fields of a form which of them is wrong, and where that is explained. */
export const WrongContext = createContext<{ field: string | null; errorId: string }>({ field: null, errorId: '' })
