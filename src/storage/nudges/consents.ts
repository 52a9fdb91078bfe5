/** What people agreed to be sent and what they no longer want. Rows are only ever added; the last one on a category holds. */
import { type Category, categories } from '../../domain/nudges/catalogue.ts'
import type { ConsentChange } from '../../nudges/outbox.ts'
import type { Queries } from '../engine/database.ts'
import { rowSet } from '../engine/row-set.ts'
import { Prisma } from '../generated/client.ts'

/** For every member asked about: the categories they have opted out of, none for who never said anything. */
export async function loadOptOuts(queries: Queries, memberNos: readonly string[]): Promise<Map<string, Set<Category>>> {
  const rows = await queries.$queryRaw<{ member_no: string; category: string }[]>`
    SELECT m.member_no, o.category
    FROM unnest(${[...memberNos]}::text[]) AS m(member_no), LATERAL (${optOutsOf(Prisma.sql`m.member_no`)}) AS o`
  const optOuts = new Map(memberNos.map((memberNo) => [memberNo, new Set<Category>()]))
  for (const { member_no, category } of rows) if (isCategory(category)) optOuts.get(member_no)?.add(category)
  return optOuts
}

/** In SQL: the categories that the last word of a member is against. */
export function optOutsOf(memberNo: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT w.category FROM (
      SELECT DISTINCT ON (c.category) c.category, c.is_given FROM consent c WHERE c.member_no = ${memberNo}
      ORDER BY c.category, c.id DESC
    ) AS w WHERE NOT w.is_given`
}

export async function addConsents(queries: Queries, changes: readonly ConsentChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ chat, at, ...change }, place) => ({ ...change, ...chat, at: at.toString(), place }))
  await queries.$executeRaw`
    INSERT INTO consent (member_no, category, is_given, at, channel, chat_id, words, locale)
    SELECT "memberNo", category, "isGiven", at, channel, "chatId", words, locale
    FROM json_to_recordset(${rowSet(rows)}::json) AS r(place int, "memberNo" text, category text, "isGiven" boolean,
      at timestamptz, channel text, "chatId" text, words text, locale text)
    ORDER BY place`
}

function isCategory(text: string): text is Category {
  return categories.some((category) => category === text)
}
