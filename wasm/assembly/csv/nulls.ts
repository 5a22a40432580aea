let nulls: u32 = 0

/** How many of the values that the last call read are null. */
export function nullCount(): u32 {
  return nulls
}

export function setNulls(count: u32): void {
  nulls = count
}
