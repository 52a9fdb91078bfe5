import type { PlainDateIso } from '../../domain/calendar.ts'
import type { FollowDatesStore } from '../../ledger/follow-dates.ts'
import type { Database } from '../engine/database.ts'
import { lockLedger } from '../engine/ledger-lock.ts'
import { readSetting, saveSetting } from '../engine/settings.ts'
import { contractZoneInForce } from './contract-zone.ts'
import { ledgerTablesOn } from './ledger-store.ts'
import { loadPlansByNumber } from './load-plans.ts'
import type { TellOn } from './tell.ts'

const NAME = 'dates_followed_to'

export function openFollowDatesStore({ prisma }: Database, tell: TellOn): FollowDatesStore {
  return {
    followedTo: () => readSetting<PlainDateIso>(prisma, NAME),
    inTransaction: (followedTo, work) =>
      prisma.$transaction(async (transaction) => {
        await lockLedger(transaction)
        await work({
          ...ledgerTablesOn(transaction),
          ...tell(transaction),
          async plansWithDates(after, to) {
            const zone = await contractZoneInForce(transaction)
            const rows = await transaction.$queryRaw<{ planNo: string }[]>`
              SELECT plan_no AS "planNo" FROM plan
              WHERE (cancelled_on > ${after}::date AND cancelled_on <= ${to}::date)
                OR (restored_on > ${after}::date AND restored_on <= ${to}::date)
              UNION
              SELECT plan_no FROM ledger_entry
              WHERE plan_no IS NOT NULL AND value_at > recorded_at
                AND (value_at AT TIME ZONE ${zone})::date > ${after}::date
                AND (value_at AT TIME ZONE ${zone})::date <= ${to}::date`
            return loadPlansByNumber(
              transaction,
              rows.map(({ planNo }) => planNo),
            )
          },
        })
        await saveSetting(transaction, NAME, followedTo)
      }),
  }
}
