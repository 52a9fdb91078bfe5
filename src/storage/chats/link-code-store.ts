import type { LinkCodeStore } from '../../linking/link-code.ts'
import { toInstantColumn } from '../engine/columns.ts'
import type { Database } from '../engine/database.ts'

export function createLinkCodeStore({ prisma }: Database): LinkCodeStore {
  return {
    hasMember: async (memberNo) => (await prisma.member.count({ where: { memberNo } })) === 1,
    async addLinkCode({ codeHash, memberNo, expiresAt }) {
      await prisma.linkCode.create({ data: { codeHash, memberNo, expiresAt: toInstantColumn(expiresAt) } })
    },
  }
}
