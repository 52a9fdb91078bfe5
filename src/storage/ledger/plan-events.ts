import type { PlanEvent, PlanEventKind } from '../../domain/plan-event.ts'
import type { NewPlanEvent } from '../../ledger/ledger-store.ts'

/** Kind, recorded time in milliseconds, and the rest as it was written. */
export type EventRow = [PlanEventKind, number, Readonly<Record<string, string | number>>]

/** What the kind says besides is kept as it is named in `PlanEvent`: dates, numbers and text only. */
export function toPlanEvent([kind, recordedAt, details]: EventRow): PlanEvent {
  return { ...details, kind, recordedAt: Temporal.Instant.fromEpochMilliseconds(recordedAt) } as PlanEvent
}

export function toEventColumns({ planNo, event, policyVersion }: NewPlanEvent) {
  const { kind, recordedAt, ...details } = event
  return { planNo, kind, recordedAt: recordedAt.toString(), policyVersion, details }
}
