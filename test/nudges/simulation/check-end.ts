/** What must hold when the year is over: of the outbox, of what the platform got, and of the ledger. */
import type { LivedYear } from './year.ts'

export async function checkEnd(year: LivedYear): Promise<string[]> {
  const { database, now, findings } = year
  const waiting = await database.prisma.outboxMessage.findMany({
    where: {
      OR: [{ state: 'sending' }, { state: 'pending', sendAt: { lte: new Date(now.epochMilliseconds - 3_600_000) } }],
    },
  })
  const often = await database.prisma.outboxMessage.findMany({ where: { attempts: { gt: MOST_CALLS_IN_DOUBT } } })
  return [
    ...often.map(({ id, attempts }) => `message ${id} may have arrived ${attempts} times`),
    ...waiting.map(({ id, state, sendAt }) => `message ${id} is still ${state}, to go at ${sendAt.toISOString()}`),
    ...findings.map((finding) => `the ledger is not as it should be: ${JSON.stringify(finding)}`),
    ...(await checkAccepted(year)),
  ]
}

/** One that may have arrived is tried once more. */
const MOST_CALLS_IN_DOUBT = 2

/** More messages than rows there are only where a call was in doubt and was made once more. */
async function checkAccepted({ database: { prisma }, people, accepted }: LivedYear): Promise<string[]> {
  const rows = await prisma.outboxMessage.groupBy({ by: ['memberNo', 'state', 'attempts'], _count: true })
  const ofMember = Map.groupBy(rows, ({ memberNo }) => memberNo)
  return people.flatMap(({ memberNo, chats }) => {
    const got = chats.reduce((sum, chatId) => sum + (accepted.get(chatId)?.length ?? 0), 0)
    const theirs = ofMember.get(memberNo) ?? []
    const sum = (count: (row: (typeof theirs)[number]) => number) =>
      theirs.reduce((total, row) => total + count(row), 0)
    const least = sum(({ state, _count }) => (state === 'sent' ? _count : 0))
    const most = sum(({ attempts, _count }) => attempts * _count)
    if (got >= least && got <= most) return []
    return [`${memberNo} got ${got} messages, and may have got ${least} to ${most}`]
  })
}

/** How many messages were accepted beyond one for each row that was. */
export async function countRepeated({ database: { prisma }, accepted }: LivedYear): Promise<number> {
  const got = [...accepted.values()].reduce((sum, { length }) => sum + length, 0)
  return got - (await prisma.outboxMessage.count({ where: { state: 'sent' } }))
}
