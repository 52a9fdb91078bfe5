/** Letting people alone, as the command line does it. The log says what was done, never about whom. */
import type { Services } from '../command-line/services.ts'
import { dateAt } from '../domain/calendar.ts'
import type { Logger } from '../logger.ts'
import { endHold, holdMember, listHolds } from '../storage/nudges/holds.ts'
import type { Installation } from './installation.ts'

interface HoldParts extends Pick<Installation, 'database' | 'policy'> {
  now(): Temporal.Instant
  setBy: string
  logger: Logger | undefined
}

export function holdServices(parts: HoldParts): Pick<Services, 'holds' | 'holdMember' | 'endHold'> {
  const { database, policy, setBy, logger } = parts
  const { prisma } = database
  const moment = () => {
    const now = parts.now()
    return [now, dateAt(now, policy.contractZone)] as const
  }
  return {
    holds: () => listHolds(prisma, moment()[1]),
    async holdMember(hold) {
      const isHeld = await holdMember(prisma, { ...hold, setBy }, ...moment())
      if (isHeld) logger?.info({ reason: hold.reason, hasEnd: hold.untilOn !== null }, 'a person is let alone')
      return isHeld
    },
    async endHold(memberNo) {
      const ended = await endHold(prisma, memberNo, ...moment())
      if (ended === 'ended') logger?.info('a person is no longer let alone')
      return ended
    },
  }
}
