import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { startEngine } from './engine/engineSession.ts'
import { listenToDesktop, listenToKeys } from './frame/commands.ts'
import { openAtStart } from './sources/startUp.ts'
import { useEngine } from './stores/engineStore.ts'
import { followActive } from './stores/followActive.ts'
import { applySession, keepSession, loadSession } from './stores/session.ts'
import { followTheme } from './theme/followTheme.ts'
import './theme/tokens.css'
import './theme/base.css'

const session = loadSession()
applySession(session)
followTheme()
followActive()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <App />
      </Tooltip.Provider>
    </CSPProvider>
  </StrictMode>,
)
listenToKeys()
await startEngine()
if (useEngine.getState().phase === 'running') {
  listenToDesktop()
  await openAtStart(session)
}
keepSession() // only now: an unfinished start must not overwrite the session it was to bring back
