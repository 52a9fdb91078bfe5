import type { Config } from '../config.ts'
import { demoPolicy } from '../demo/demo-policy.ts'
import { prepareDemo } from '../demo/prepare-demo.ts'
import { followPolicy } from '../ledger/follow-policy.ts'
import { writePolicy } from '../policy/read-policy.ts'
import { readBase } from '../storage/base/base-marker.ts'
import { openFollowPolicyStore } from '../storage/ledger/follow-policy-store.ts'
import { telling } from '../storage/ledger/tell.ts'
import { demoBase } from './demo-base.ts'
import type { Installation } from './installation.ts'

/** Makes the demo project in a new base, or moves that of a demo base to today. */
export async function makeDemo(
  { database, base, policy }: Installation,
  config: Config,
  now: () => Temporal.Instant,
): Promise<Installation> {
  const effective = config.policyFile ? policy : demoPolicy
  await prepareDemo(demoBase(database, base, effective, now), now(), effective.contractZone)
  await followPolicy(openFollowPolicyStore(database, telling(undefined)), effective, writePolicy(effective), now())
  return { database, base: await readBase(database.prisma), policy: effective }
}
