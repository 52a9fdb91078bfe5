/** A final notice counts as given from the moment it arrives; one that does not arrive is a person's task at once. */
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { NudgeMessage } from '../outbox.ts'

export interface DueNotice {
  planNo: string
  /** X */
  lastPayableOn: PlainDateIso
}

export function finalNoticesIn({ topics }: NudgeMessage): DueNotice[] {
  return topics.flatMap(({ topic: { kind, planNo, about } }) =>
    kind === 'final_notice' && planNo !== null ? [{ planNo, lastPayableOn: about }] : [],
  )
}
