import { defaultPolicy, type Policy } from '../../domain/policy.ts'
import type { Queries } from '../engine/database.ts'
import { readSetting } from '../engine/settings.ts'

/** The setting that has the whole policy document. */
export const POLICY_IN_FORCE = 'policy_in_force'

/** The contract zone of the policy that holds for this base. */
export async function contractZoneInForce(queries: Queries): Promise<string> {
  const document = await readSetting<string>(queries, POLICY_IN_FORCE)
  if (document === undefined) return defaultPolicy.contractZone
  return (JSON.parse(document) as Pick<Policy, 'contractZone'>).contractZone
}
