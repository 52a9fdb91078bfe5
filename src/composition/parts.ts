/** What every part of a running assistant is made from, whatever its role. */
import type { Registry } from 'prom-client'
import type { Outgoing } from '../assistant/message.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Locale } from '../i18n/locales.ts'
import type { Renderer } from '../i18n/render-reply.ts'
import type { Logger } from '../logger.ts'
import type { Carry } from '../nudges/delivery/ports.ts'
import type { OpenJobs } from '../storage/engine/shared-jobs.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'
import type { Installation } from './installation.ts'

export interface Parts extends Installation {
  config: Config
  clock: Clock
  now(): Temporal.Instant
  logger: Logger
  metrics: Registry
  locales: readonly Locale[]
  renderer: Renderer
  /** `NUDGES`, as it holds for this base. */
  areNudgesOn: boolean
  /** The one pg-boss of this process. */
  openJobs: OpenJobs
}

/** What a worker works with besides. */
export interface WorkerParts extends Parts {
  /** Every reply finds the channel of its chat. */
  send(outgoing: Outgoing): Promise<void>
  /** For what nobody asked for just now, by the channel's name. */
  carries: ReadonlyMap<string, Carry>
  /** Given where the back office is to be told. */
  addWebhookEvents: AddWebhookEvents | undefined
  meter: NudgeMeter
}

/** Counts what becomes of messages and what is decided about them. */
export interface NudgeMeter {
  /** `outcome`: what one attempt came to, such as `sent` or `unknown`. */
  countOutcome(outcome: string, count?: number): void
  /** `decision` and `reason` as they are recorded. */
  countDecision(decision: string, reason: string, count?: number): void
}
