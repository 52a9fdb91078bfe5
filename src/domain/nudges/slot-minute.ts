/**
 * Everybody's place in the minutes over which messages are spread, the same each day: a hash of the member's number
 * (FNV-1a, 32 bits), so that nobody needs to keep it and the minutes fill evenly.
 */
export function slotMinuteOf(memberNo: string, spreadMinutes: number): number {
  if (spreadMinutes <= 0) return 0
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < memberNo.length; at++) {
    hash = Math.imul(hash ^ memberNo.charCodeAt(at), 0x01_00_01_93)
  }
  return (hash >>> 0) % spreadMinutes
}
