import type { ContactDesk } from '../../nudges/contact-desk.ts'
import type { Prisma } from '../generated/client.ts'
import type { AddWebhookEvents } from '../webhooks/webhook-store.ts'
import { addReminder, takeBackReminders, waitingReminder } from './asked-reminders.ts'
import { addClaim, closeClaims, lastClaim } from './claims.ts'
import { addConsents, loadOptOuts } from './consents.ts'
import { lookAtPlansOf } from './look-at.ts'

/** `addWebhookEvents`: where the back office is to be told. */
export function contactDeskOn(
  transaction: Prisma.TransactionClient,
  addWebhookEvents: AddWebhookEvents | undefined,
): ContactDesk {
  return {
    optedOut: async (memberNo) => (await loadOptOuts(transaction, [memberNo])).get(memberNo) ?? new Set(),
    async record(changes) {
      await addConsents(transaction, changes)
      for (const { memberNo, category, isGiven, at } of changes) {
        if (!isGiven) await addWebhookEvents?.(transaction, [{ kind: 'member.opted_out', memberNo, category }], at)
      }
    },
    async contactHour(memberNo) {
      const member = await transaction.member.findUnique({ where: { memberNo }, select: { contactHour: true } })
      return member?.contactHour ?? undefined
    },
    async chooseContactHour(memberNo, hour) {
      await transaction.member.update({ where: { memberNo }, data: { contactHour: hour ?? null } })
    },
    lookAtPlans: (memberNo, now) => lookAtPlansOf(transaction, [memberNo], now),
    lastClaim: (planNo, dueOn) => lastClaim(transaction, planNo, dueOn),
    addClaim: (claim) => addClaim(transaction, claim),
    closeClaimAsSeen: (id, now) => closeClaims(transaction, [id], 'seen', now),
    waitingReminder: (planNo) => waitingReminder(transaction, planNo),
    addReminder: (reminder) => addReminder(transaction, reminder),
    takeBackReminders: (planNo) => takeBackReminders(transaction, planNo),
  }
}
