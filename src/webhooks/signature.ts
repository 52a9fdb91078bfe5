/**
 * `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`. The time is signed with the body, so that whoever overhears a
 * request cannot send it again later; every attempt therefore signs anew.
 */
import { createHmac } from 'node:crypto'

export function signature(secret: string, body: string, at: Temporal.Instant): string {
  const seconds = Math.floor(at.epochMilliseconds / 1000)
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${digest}`
}
