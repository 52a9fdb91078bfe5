/** One-time codes that link a chat to a member: 128 random bits, kept as their hash, good for 24 hours. (CONTRACT.) */
import { createHash, randomBytes } from 'node:crypto'

const VALID_HOURS = 24

export interface LinkCodeStore {
  hasMember(memberNo: string): Promise<boolean>
  addLinkCode(code: { codeHash: string; memberNo: string; expiresAt: Temporal.Instant }): Promise<void>
}

export interface IssuedCode {
  code: string
  expiresAt: Temporal.Instant
}

/** `undefined` when there is no such member. */
export async function issueLinkCode(
  store: LinkCodeStore,
  memberNo: string,
  now: Temporal.Instant,
): Promise<IssuedCode | undefined> {
  if (!(await store.hasMember(memberNo))) return undefined
  const code = randomBytes(16).toString('base64url')
  const expiresAt = now.add({ hours: VALID_HOURS })
  await store.addLinkCode({ codeHash: hashLinkCode(code), memberNo, expiresAt })
  return { code, expiresAt }
}

/** Reading the database links nobody. */
export function hashLinkCode(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
