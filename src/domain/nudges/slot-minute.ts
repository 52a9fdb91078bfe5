/**
 * Where in the first allowed hours somebody who chose no hour is written to: always at the same minute, and everyone at
 * another, so that not all are written to at once. (DOMAIN section 7.)
 */

/** From 0 to `spreadMinutes - 1`, the same for a member whenever and wherever it is asked. */
export function slotMinuteOf(memberNo: string, spreadMinutes: number): number {
  return spreadMinutes > 0 ? hash(memberNo) % spreadMinutes : 0
}

/** FNV-1a: numbers that differ only in their last figure lie far apart. */
function hash(text: string): number {
  let value = 2_166_136_261
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 16_777_619) >>> 0
  return value
}
