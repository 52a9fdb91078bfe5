/** An open installation: its database, what the database is for, and the policy that holds for it. */
import type { Config } from '../config.ts'
import { demoPolicy } from '../demo/demo-policy.ts'
import type { Policy } from '../domain/policy.ts'
import { followPolicy } from '../ledger/follow-policy.ts'
import { writePolicy } from '../policy/read-policy.ts'
import { type Base, readBase } from '../storage/base/base-marker.ts'
import type { Database } from '../storage/engine/database.ts'
import { openFollowPolicyStore } from '../storage/ledger/follow-policy-store.ts'
import { telling } from '../storage/ledger/tell.ts'

export interface Installation {
  database: Database
  base: Base
  policy: Policy
}

export type Opened = { ok: true; installation: Installation } | { ok: false; reason: 'in_use' }

/** `filePolicy`: from the operator's file, or the built-in one; the demo has its own where there is no file. */
export async function openInstallation(
  config: Config,
  filePolicy: Policy,
  now: Temporal.Instant,
  decidesPolicy: boolean,
): Promise<Opened> {
  const database = await openDatabase(config)
  if (!database) return { ok: false, reason: 'in_use' }
  try {
    // On an embedded database nobody else can be at work. On a shared one only a start decides which policy holds, not a
    // command from somebody's shell.
    const follows = database.engine === 'pglite' || decidesPolicy
    return { ok: true, installation: await lookAtBase(database, config, filePolicy, follows ? now : undefined) }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** What the base is now, after it was opened or filled. `followsAt`: the policy that holds is decided, at this instant. */
export async function lookAtBase(
  database: Database,
  config: Config,
  filePolicy: Policy,
  followsAt: Temporal.Instant | undefined,
): Promise<Installation> {
  const base = await readBase(database.prisma)
  const policy = base.kind === 'demo' && !config.policyFile ? demoPolicy : filePolicy
  if (followsAt)
    await followPolicy(openFollowPolicyStore(database, telling(undefined)), policy, writePolicy(policy), followsAt)
  return { database, base, policy }
}

/** A new embedded database, nothing real connected, and nobody said no. */
export function wantsDemo({ demo, database, telegram, webhook, apiKeys }: Config, base: Base): boolean {
  const isConnected = telegram !== undefined || webhook !== undefined || apiKeys.length > 0
  return base.kind === 'new' && demo === 'auto' && database.kind === 'embedded' && !isConnected
}

/** People are written to unasked when an operator said so; made-up people also when nobody said anything. */
export function areNudgesOn({ nudges }: Config, base: Base): boolean {
  return nudges ?? base.kind === 'demo'
}

/** The engine is loaded only when it is used: PGlite alone is tens of megabytes. */
async function openDatabase({ database }: Config): Promise<Database | undefined> {
  if (database.kind === 'postgresql') {
    const { openPostgres } = await import('../storage/engine/open-postgres.ts')
    return openPostgres(database.url)
  }
  const { openEmbedded } = await import('../storage/engine/open-embedded.ts')
  const opened = await openEmbedded(database.dataDir)
  return opened.ok ? opened.database : undefined
}
