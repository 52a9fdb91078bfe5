/** Empties a demo base so that it can be built anew. It refuses any other: a real ledger is never emptied. */
import type { ChosenLanguages } from '../../demo/prepare-demo.ts'
import type { Database } from '../engine/database.ts'
import { readBase } from './base-marker.ts'

export async function emptyDemo({ prisma }: Database): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    if ((await readBase(transaction)).kind !== 'demo') throw new Error('only a demo base can be emptied')
    for (const table of appendOnly) await transaction.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await transaction.$executeRaw`
      TRUNCATE ledger_entry, plan_event, bonus_decision, task_note, task, member_balance, webhook_event, api_request,
        quarantined_payment, plan_projection, installment, plan, package, offer_version, offer, staged_record,
        staged_payment, import_run, chat_link, chat_state, link_code, failed_link_attempt, handled_update, consent, contact_hold,
        payment_claim, nudge_event, outbox_item, outbox_message, nudge_decision, member`
    for (const table of appendOnly) await transaction.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  })
}

const appendOnly = ['ledger_entry', 'plan_event', 'bonus_decision', 'task_note', 'consent'] as const

/** Languages that people chose in a chat; they outlive the rebuilding. */
export async function chosenLanguages({ prisma }: Database): Promise<ChosenLanguages> {
  const members = await prisma.member.findMany({ where: { chosenLanguage: { not: null } } })
  return Object.fromEntries(
    members.flatMap(({ memberNo, chosenLanguage }) => (chosenLanguage ? [[memberNo, chosenLanguage]] : [])),
  )
}

export async function restoreLanguages({ prisma }: Database, languages: ChosenLanguages): Promise<void> {
  for (const [memberNo, chosenLanguage] of Object.entries(languages)) {
    await prisma.member.updateMany({ where: { memberNo }, data: { chosenLanguage } })
  }
}

/** Nobody else knows of payments to a demo project: whatever its clock says, they are complete up to then. */
export async function keepPaymentsComplete({ prisma }: Database, now: Temporal.Instant): Promise<void> {
  await prisma.$executeRaw`
    UPDATE import_run SET as_of = ${new Date(now.epochMilliseconds)} WHERE id = (SELECT max(id) FROM import_run)`
}

/** Every demo member has a chat of their own on the playground. */
export async function linkPlaygroundChats({ prisma }: Database, now: Temporal.Instant): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO chat_link (channel, chat_id, member_no, linked_at)
    SELECT 'playground', 'member:' || member_no, member_no, ${new Date(now.epochMilliseconds)} FROM member
    ON CONFLICT DO NOTHING`
}
