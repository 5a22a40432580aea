// The functions of SHA-256 (FIPS 180-4 §4.1.2) on four messages at once: a 32-bit word of each. A rotation is two shifts;
// what they give is joined by xor, in pairs, so that as few steps as possible wait for each other.

// @ts-ignore: decorator
@inline
export function add(x: v128, y: v128): v128 {
  return i32x4.add(x, y)
}

// @ts-ignore: decorator
@inline
function rotr(x: v128, n: i32): v128 {
  return v128.xor(i32x4.shr_u(x, n), i32x4.shl(x, 32 - n))
}

// @ts-ignore: decorator
@inline
function xor3(x: v128, y: v128, z: v128): v128 {
  return v128.xor(v128.xor(x, y), z)
}

// @ts-ignore: decorator
@inline
export function choose(x: v128, y: v128, z: v128): v128 {
  return v128.xor(z, v128.and(x, v128.xor(y, z)))
}

// @ts-ignore: decorator
@inline
export function majority(x: v128, y: v128, z: v128): v128 {
  return v128.or(v128.and(x, y), v128.and(z, v128.or(x, y)))
}

// @ts-ignore: decorator
@inline
export function bigSigma0(x: v128): v128 {
  return xor3(rotr(x, 2), rotr(x, 13), rotr(x, 22))
}

// @ts-ignore: decorator
@inline
export function bigSigma1(x: v128): v128 {
  return xor3(rotr(x, 6), rotr(x, 11), rotr(x, 25))
}

// @ts-ignore: decorator
@inline
export function smallSigma0(x: v128): v128 {
  return xor3(rotr(x, 7), rotr(x, 18), i32x4.shr_u(x, 3))
}

// @ts-ignore: decorator
@inline
export function smallSigma1(x: v128): v128 {
  return xor3(rotr(x, 17), rotr(x, 19), i32x4.shr_u(x, 10))
}
