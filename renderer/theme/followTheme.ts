import { type Theme, useUi } from '../stores/uiStore.ts'

/** Keeps `data-theme` at what the user chose; without it the stylesheet follows the system. */
export function followTheme(): void {
  const apply = (theme: Theme) => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme')
    else document.documentElement.setAttribute('data-theme', theme)
  }
  apply(useUi.getState().theme)
  useUi.subscribe(({ theme }) => apply(theme))
}
