/** Workers for jobs: one core is left to the engine and the window, and more than four only fight for memory. */
export function batchWorkers(cores: number): number {
  return Math.max(1, Math.min(4, cores - 1))
}
