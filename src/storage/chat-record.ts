/** Who is behind a chat, in one statement, because every message begins with it. */
import type { ChatAddress } from '../assistant/message.ts'
import type { ChatRecord, Dialogue, MemberProfile } from '../assistant/ports.ts'
import type { Queries } from './database.ts'
import { Prisma } from './generated/client.ts'

interface ProfileRow {
  member_no: string
  full_name: string
  phone: string | null
  email: string | null
  language: string | null
  chosen_language: string | null
  time_zone: string | null
  sponsor_name: string | null
  is_partner: boolean
  is_investor: boolean
}

interface ChatRow extends Record<keyof ProfileRow, unknown> {
  is_handled: boolean
  chat_language: string | null
  dialogue: Dialogue | null
}

const profileColumns = Prisma.sql`
  m.member_no, m.full_name, m.phone, m.email, m.language, m.chosen_language, m.time_zone,
  (SELECT s.full_name FROM member s WHERE s.member_no = m.sponsor_no) AS sponsor_name,
  m.partner_agreement_on IS NOT NULL AS is_partner,
  EXISTS (SELECT FROM plan p WHERE p.member_no = m.member_no) AS is_investor`

export async function readChat(
  queries: Queries,
  { channel, chatId }: ChatAddress,
  updateId = '',
): Promise<ChatRecord & { isHandled: boolean }> {
  const [row] = await queries.$queryRaw<ChatRow[]>`
    SELECT EXISTS (SELECT FROM handled_update WHERE channel = ${channel} AND update_id = ${updateId}) AS is_handled,
      c.language AS chat_language, c.dialogue, ${profileColumns}
    FROM (SELECT) AS always
    LEFT JOIN chat_link l ON l.channel = ${channel} AND l.chat_id = ${chatId}
    LEFT JOIN member m ON m.member_no = l.member_no
    LEFT JOIN chat_state c ON c.channel = ${channel} AND c.chat_id = ${chatId}`
  if (!row) throw new Error('reading a chat gives one row')
  return {
    isHandled: row.is_handled,
    ...(row.member_no !== null && { member: toProfile(row as ChatRow & ProfileRow) }),
    ...(row.chat_language !== null && { language: row.chat_language }),
    ...(row.dialogue !== null && { dialogue: row.dialogue }),
  }
}

/** In order of their numbers. */
export async function readProfiles(queries: Queries, condition: Prisma.Sql): Promise<MemberProfile[]> {
  const rows = await queries.$queryRaw<ProfileRow[]>`
    SELECT ${profileColumns} FROM member m WHERE ${condition} ORDER BY m.member_no`
  return rows.map(toProfile)
}

function toProfile(row: ProfileRow): MemberProfile {
  return {
    memberNo: row.member_no,
    fullName: row.full_name,
    isPartner: row.is_partner,
    isInvestor: row.is_investor,
    ...(row.phone !== null && { phone: row.phone }),
    ...(row.email !== null && { email: row.email }),
    ...(row.language !== null && { language: row.language }),
    ...(row.chosen_language !== null && { chosenLanguage: row.chosen_language }),
    ...(row.time_zone !== null && { timeZone: row.time_zone }),
    ...(row.sponsor_name !== null && { sponsorName: row.sponsor_name }),
  }
}
