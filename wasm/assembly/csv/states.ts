// As in core/kernels/csvKernels.ts.
export const AT_FIELD_START: u32 = 0
export const IN_PLAIN_FIELD: u32 = 1
export const IN_QUOTES: u32 = 2
export const BEHIND_QUOTE: u32 = 3

export const QUOTE: u8 = 0x22
export const NEWLINE: u8 = 0x0a
export const RETURN: u8 = 0x0d
