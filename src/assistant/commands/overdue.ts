/** `/overdue`: whom to help first in a partner's structure. (DOMAIN section 10.) */
import { dateAt, endOfDate } from '../../domain/calendar.ts'
import { type LatePlanInView, latePlansBelow } from '../../structure/late-plans.ts'
import { button, choices, heading, note, say, text } from '../answers/blocks.ts'
import { linkNeeded } from '../answers/link-needed.ts'
import { pageLine, readPage, turns } from '../answers/pages.ts'
import { lastMinute } from '../answers/values.ts'
import type { AnsweringCommand, Asking } from '../command.ts'
import type { Block, Content } from '../message.ts'

const PER_PAGE = 5

export const overdue: AnsweringCommand = {
  name: 'overdue',
  changes: false,
  isFor: ({ member }) => member?.isPartner ?? false,
  async answer(asking, args, reads) {
    const { speaker, policy, now, inbound } = asking
    const { member } = speaker
    if (!member) return linkNeeded()
    if (!member.isPartner) {
      return { blocks: [heading(say('notPartner.heading')), text(say('notPartner.text')), choices(button('help'))] }
    }
    const late = await latePlansBelow(reads, member.memberNo, policy, now)
    if (late.length === 0) {
      return { blocks: [heading(say('overdue.heading')), text(say('overdue.none')), choices(button('help'))] }
    }
    const pages = Math.ceil(late.length / PER_PAGE)
    const page = readPage(args, pages)
    return {
      replacesTapped: inbound.content.kind === 'action' && args !== '',
      blocks: [
        heading(say('overdue.heading')),
        { block: 'list', items: summaries(late) },
        ...(page === 1 && late.length > 1 ? [note(say('overdue.helpFirst'))] : []),
        ...late.slice((page - 1) * PER_PAGE, page * PER_PAGE).flatMap((plan) => describe(plan, asking)),
        ...(pages > 1 ? [pageLine(page, pages), choices(...turns('overdue', page, pages))] : []),
      ],
    }
  },
}

/** How many and how much, per currency. */
function summaries(late: readonly LatePlanInView[]): Content[] {
  return [...Map.groupBy(late, ({ currency }) => currency)].map(([currency, plans]) =>
    say('overdue.summary', {
      count: { number: plans.length },
      amount: { money: { minor: plans.reduce((sum, plan) => sum + plan.arrearsMinor, 0n), currency } },
    }),
  )
}

function describe(late: LatePlanInView, { policy, speaker, now }: Asking): Block[] {
  const { person, currency } = late
  const { contact, sponsorName } = person
  const deadline = lastMinute(endOfDate(late.lastPayableOn, policy.contractZone), speaker)
  const details = [contact?.phone, contact?.email].filter((detail) => detail).join(', ')
  const items: (Content | undefined)[] = [
    say('overdue.debt', {
      amount: { money: { minor: late.arrearsMinor, currency } },
      planNo: { text: late.planNo },
      seq: { number: late.seq },
    }),
    say('overdue.late', { count: { number: late.daysOverdue } }),
    ...timeLeft(late, deadline, dateAt(now, speaker.timeZone) === dateAt(now, policy.contractZone)),
    late.lastPaidOn ? say('overdue.lastPayment', { date: { date: late.lastPaidOn } }) : say('overdue.noPayment'),
    details ? { text: details } : sponsorName ? say('overdue.sponsor', { name: { text: sponsorName } }) : undefined,
  ]
  return [
    heading(say('overdue.person', { name: { text: person.fullName }, memberNo: { text: late.memberNo } })),
    { block: 'list', items: items.filter((item) => item !== undefined) },
  ]
}

/** "Today" only where it is the same day for the contract and for the reader. */
function timeLeft({ isCancellationDue, daysLeft }: LatePlanInView, deadline: Content, isSameDate: boolean): Content[] {
  if (isCancellationDue) return [say('overdue.leftOver')]
  const left = say('overdue.left', { moment: deadline })
  return daysLeft === 0 && isSameDate ? [say('overdue.lastDay'), left] : [left]
}
