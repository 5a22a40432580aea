import type { OutputFiles } from '../../io/outputFiles.ts'

/** What can be written to a folder of an output's own folder; the output itself is ended by whoever started it. */
export type OutputBelow = Omit<OutputFiles, 'commit' | 'abort'>

/** A folder of an output as an output of its own. @param folder `/train` */
export function outputBelow(output: OutputFiles, folder: string): OutputBelow {
  return {
    pathOf: (name) => output.pathOf(folder + name),
    create: (name) => output.create(folder + name),
    rename: (from, to) => output.rename(folder + from, folder + to),
    open: (name) => output.open(folder + name),
  }
}
