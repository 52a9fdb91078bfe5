import { defaultPolicy, type Policy } from '../domain/policy.ts'
import type { Queries } from './database.ts'
import { POLICY_IN_FORCE } from './follow-policy-store.ts'
import { readSetting } from './settings.ts'

/** The contract zone of the policy that holds for this base. */
export async function contractZoneInForce(queries: Queries): Promise<string> {
  const document = await readSetting<string>(queries, POLICY_IN_FORCE)
  if (document === undefined) return defaultPolicy.contractZone
  return (JSON.parse(document) as Pick<Policy, 'contractZone'>).contractZone
}
