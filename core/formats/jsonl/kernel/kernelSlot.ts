import type { JsonKernel } from '../../../kernels/jsonKernel.ts'
import type { Kernels } from '../../../kernels/kernels.ts'

/** The kernel, once it is compiled: nobody waits for it, since the first rows are there sooner without. */
export interface KernelSlot {
  kernel: JsonKernel | null
}

/** A slot that is filled as soon as may be, or stays empty where the kernel does not run. */
export function kernelSlot(kernels: Kernels): KernelSlot {
  const slot: KernelSlot = { kernel: null }
  void kernels.json().then((kernel) => {
    slot.kernel = kernel
  })
  return slot
}
