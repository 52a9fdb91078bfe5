import type { Queries } from '../engine/database.ts'

/** A member who signed the partner agreement. */
export async function isPartner(queries: Queries, memberNo: string): Promise<boolean> {
  return (await queries.member.count({ where: { memberNo, partnerAgreementOn: { not: null } } })) === 1
}
