/** Who asks: the key in `Authorization: Bearer <key>`. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiKey } from './api-deps.ts'

export type Asker = Omit<ApiKey, 'key'>

/** Every key is compared, as hashes of equal length, so that the time it takes tells nothing. */
export function createKeyring(keys: readonly ApiKey[]): (authorization: string | undefined) => Asker | undefined {
  const known = keys.map(({ name, scope, key }) => ({ asker: { name, scope }, hash: hashOf(key) }))
  return (authorization) => {
    const [, given] = /^Bearer +([!-~]+)$/i.exec(authorization ?? '') ?? []
    const hash = hashOf(given ?? '')
    let found: Asker | undefined
    for (const each of known) if (timingSafeEqual(each.hash, hash)) found = each.asker
    return given === undefined ? undefined : found
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
