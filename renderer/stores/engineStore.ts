import { create } from 'zustand'
import type { EngineApi } from '../../app/protocol/engine.ts'

/** `starting` also while it is started again after a death; `down` when that was given up. */
export type EnginePhase = 'starting' | 'running' | 'down'

interface EngineState {
  /** The newest engine's client. While the engine is being restarted: the dead one's, which rejects every call. */
  engine: EngineApi | null
  phase: EnginePhase
}

export const useEngine = create<EngineState>()(() => ({ engine: null, phase: 'starting' }))

/** The client. @throws Error before the first engine has answered; the frame shows nothing that calls earlier. */
export function currentEngine(): EngineApi {
  const { engine } = useEngine.getState()
  if (!engine) throw new Error('the engine has not started yet')
  return engine
}
