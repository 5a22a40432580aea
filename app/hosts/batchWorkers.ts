/**
 * Workers for jobs: one core is left to the engine and the window where there are more than two, and more than four
 * only fight for memory. Of two cores both take part: who waits for a page sleeps most of the time, and systems let
 * such threads go first.
 */
export function batchWorkers(cores: number): number {
  return Math.max(1, Math.min(4, Math.max(2, cores - 1), cores))
}
