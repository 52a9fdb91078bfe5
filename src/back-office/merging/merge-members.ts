/** Members upsert; sponsors must exist and may not lead back to where they began. (CONTRACT "Import format".) */
import type { MemberRecord } from '../back-office-records.ts'
import type { Problems } from '../problem.ts'
import type { MemberRow } from '../rows/member-row.ts'
import { type Merged, merge, orBefore } from './merge.ts'
import type { FileRows } from './staged-rows.ts'

/** What the members of a file come to with those of the rest of the file and of the database. */
export interface MemberSurroundings {
  there: ReadonlyMap<string, MemberRecord>
  /** Those of the named sponsors that there will be. */
  sponsorNos: ReadonlySet<string>
  /** Members whose line of sponsors will come back to themselves. */
  inCycle: ReadonlySet<string>
  /** Who will have which Telegram user. */
  telegramHolders: readonly { memberNo: string; telegramUserId: string }[]
}

export function mergeMembers(
  { file, rows }: FileRows<MemberRow>,
  { there, sponsorNos, inCycle, telegramHolders }: MemberSurroundings,
  problems: Problems,
): Merged<MemberRecord> {
  const merged = merge(
    there,
    rows,
    ({ row }) => row.member_no,
    ({ row }, before) => layMember(row, before),
  )
  const holders = Map.groupBy(telegramHolders, ({ telegramUserId }) => telegramUserId)
  for (const { line, row } of rows) {
    const refuse = (column: string, value: string, expected: string) =>
      problems.add({ file, line, column, value, expected })
    const { sponsor_no: sponsorNo, telegram_user_id: telegramUserId } = row
    if (sponsorNo && !sponsorNos.has(sponsorNo)) {
      refuse('sponsor_no', sponsorNo, 'a member_no that members.csv or the database has')
    } else if (sponsorNo && inCycle.has(row.member_no)) {
      refuse('sponsor_no', sponsorNo, `a sponsor who is not below ${row.member_no} in the structure`)
    }
    const others = (telegramUserId && holders.get(telegramUserId)) || []
    const other = others.find(({ memberNo }) => memberNo !== row.member_no)
    if (telegramUserId && other) {
      refuse('telegram_user_id', telegramUserId, `a Telegram user that no other member has; ${other.memberNo} has it`)
    }
  }
  return merged
}

function layMember(row: MemberRow, before: MemberRecord | undefined): MemberRecord {
  return {
    memberNo: row.member_no,
    fullName: row.full_name,
    phone: orBefore(row.phone, before?.phone),
    email: orBefore(row.email, before?.email),
    language: orBefore(row.language, before?.language),
    timeZone: orBefore(row.time_zone, before?.timeZone),
    sponsorNo: orBefore(row.sponsor_no, before?.sponsorNo),
    registeredOn: orBefore(row.registered_on, before?.registeredOn),
    verifiedOn: orBefore(row.verified_on, before?.verifiedOn),
    partnerAgreementOn: orBefore(row.partner_agreement_on, before?.partnerAgreementOn),
    telegramUserId: orBefore(row.telegram_user_id, before?.telegramUserId),
  }
}
