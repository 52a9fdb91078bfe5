/** What a database is for: the demo or real people. Marked once; the two never mix. */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { Queries } from './database.ts'

export type Base = { kind: 'new' } | { kind: 'real' } | { kind: 'demo'; builtOn: PlainDateIso }

const NAME = 'base'

export async function readBase(queries: Queries): Promise<Base> {
  const marker = await queries.setting.findUnique({ where: { name: NAME } })
  if (marker) return marker.value as unknown as Base
  // A base that somebody filled without a mark is theirs.
  return (await queries.member.count()) > 0 ? { kind: 'real' } : { kind: 'new' }
}

export async function markBase(queries: Queries, base: Exclude<Base, { kind: 'new' }>): Promise<void> {
  await queries.setting.upsert({ where: { name: NAME }, create: { name: NAME, value: base }, update: { value: base } })
}
