/** Who is behind chats, in one statement, because every message begins with it. */
import type { ChatAddress } from '../../assistant/message.ts'
import type { ChatRecord, Dialogue, MemberProfile } from '../../assistant/ports.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

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
  is_unreachable: boolean
}

const profileColumns = Prisma.sql`
  m.member_no, m.full_name, m.phone, m.email, m.language, m.chosen_language, m.time_zone,
  (SELECT s.full_name FROM member s WHERE s.member_no = m.sponsor_no) AS sponsor_name,
  m.partner_agreement_on IS NOT NULL AS is_partner,
  EXISTS (SELECT FROM plan p WHERE p.member_no = m.member_no) AS is_investor`

export interface AskedChat extends ChatAddress {
  /** Was this update handled before? */
  updateId: string
}

export type ReadChat = ChatRecord & { isHandled: boolean }

export async function readChat(queries: Queries, address: ChatAddress): Promise<ChatRecord> {
  const [chat] = await readChats(queries, [{ ...address, updateId: '' }])
  if (!chat) throw new Error('reading a chat gives one row')
  return chat
}

/** In the order asked. */
export async function readChats(queries: Queries, asked: readonly AskedChat[]): Promise<ReadChat[]> {
  const rows = await queries.$queryRaw<ChatRow[]>`
    SELECT EXISTS (SELECT FROM handled_update h WHERE h.channel = a.channel AND h.update_id = a.update_id) AS is_handled,
      c.language AS chat_language, c.dialogue, l.unreachable_since IS NOT NULL AS is_unreachable, ${profileColumns}
    FROM unnest(${asked.map(({ channel }) => channel)}::text[], ${asked.map(({ chatId }) => chatId)}::text[],
      ${asked.map(({ updateId }) => updateId)}::text[]) WITH ORDINALITY AS a(channel, chat_id, update_id, place)
    LEFT JOIN chat_link l ON l.channel = a.channel AND l.chat_id = a.chat_id
    LEFT JOIN member m ON m.member_no = l.member_no
    LEFT JOIN chat_state c ON c.channel = a.channel AND c.chat_id = a.chat_id
    ORDER BY a.place`
  return rows.map((row) => ({
    isHandled: row.is_handled,
    ...(row.member_no !== null && { member: toProfile(row as ChatRow & ProfileRow) }),
    ...(row.chat_language !== null && { language: row.chat_language }),
    ...(row.dialogue !== null && { dialogue: row.dialogue }),
    ...(row.is_unreachable && { isUnreachable: true as const }),
  }))
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
