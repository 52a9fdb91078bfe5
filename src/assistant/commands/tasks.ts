/**
 * `/tasks`: what waits for a person. A partner sees the tasks that are theirs, the support team all of them. A list leads
 * to one task, and there to what can be done about it. Every tap is judged anew by who makes it: a task of somebody else
 * is answered like one that does not exist.
 */
import type { Task } from '../../tasks/task.ts'
import { parseTaskId } from '../../tasks/task-desk.ts'
import type { Viewer } from '../../tasks/viewer.ts'
import { button, choices, heading, say, text } from '../answers/blocks.ts'
import { describeTask, taskNumber } from '../answers/described-task.ts'
import { linkNeeded } from '../answers/link-needed.ts'
import { pageLine, readPage, turns } from '../answers/pages.ts'
import type { Asking, ChangingCommand } from '../command.ts'
import type { Block, Choice, Reply } from '../message.ts'
import type { Changes } from '../ports.ts'
import { actionFor } from '../understand/read-request.ts'

const PER_PAGE = 5

export const tasks: ChangingCommand = {
  name: 'tasks',
  changes: true,
  isFor: ({ member, isSupport }) => isSupport ?? member?.isPartner ?? false,
  isForSupportGroup: true,
  async carryOut(asking, args, changes) {
    const viewer = viewerOf(asking)
    if (!viewer) return { reply: asking.speaker.member ? notPartner : linkNeeded() }
    const [word = '', id = '', page = ''] = args.split(/\s+/)
    const deed = isDeed(word) ? word : undefined
    const blocks = deed
      ? await answerAboutOne({ asking, viewer, deed, page: Number.parseInt(page, 10) || 1 }, parseTaskId(id), changes)
      : await list(asking, viewer, word, changes)
    return { reply: { blocks, replacesTapped: asking.inbound.content.kind === 'action' && args !== '' } }
  },
}

/** What follows the command in a button of a task. */
const deeds = ['show', 'take', 'done', 'give'] as const
type Deed = (typeof deeds)[number]

function isDeed(word: string): word is Deed {
  return deeds.some((deed) => deed === word)
}

function viewerOf({ speaker, inbound }: Asking): Viewer | undefined {
  if (speaker.isSupport) return { role: 'support', who: inbound.senderId }
  return speaker.member?.isPartner ? { role: 'partner', memberNo: speaker.member.memberNo } : undefined
}

const notPartner: Reply = {
  blocks: [heading(say('notPartner.heading')), text(say('tasks.notPartner')), choices(button('help'))],
}

async function list(asking: Asking, viewer: Viewer, asked: string, { tasks: desk }: Changes): Promise<Block[]> {
  const total = await desk.countOpen(viewer)
  if (total === 0) return [heading(say('tasks.heading')), text(say('tasks.none'))]
  const pages = Math.ceil(total / PER_PAGE)
  const page = readPage(asked, pages)
  const shown = await desk.listOpen(viewer, { offset: (page - 1) * PER_PAGE, limit: PER_PAGE })
  return [
    heading(say('tasks.heading')),
    text(say('tasks.count', { count: { number: total } })),
    ...shown.flatMap((task) => describeTask(task, asking)),
    ...(pages > 1 ? [pageLine(page, pages)] : []),
    choices(
      ...shown.map(({ id }) => ({ label: say('tasks.open', { id: taskNumber(id) }), action: act('show', id, page) })),
      ...turns('tasks', page, pages),
    ),
  ]
}

interface AboutOne {
  asking: Asking
  viewer: Viewer
  deed: Deed
  /** Of the list that it was opened from. */
  page: number
}

async function answerAboutOne(about: AboutOne, id: number | undefined, changes: Changes): Promise<Block[]> {
  const { asking, viewer, deed, page } = about
  const toList = choices({ label: say('tasks.toList'), action: actionFor('tasks', page) })
  const notFound = [text(say('tasks.notFound')), toList]
  const before = id === undefined ? undefined : await changes.tasks.find(viewer, id)
  if (!before) return notFound
  const isDone = await carryOut(about, before.id, changes)
  const number = taskNumber(before.id)
  // Given away, it is theirs to see no more.
  if (isDone && deed === 'give') return [text(say('tasks.given', { id: number })), toList]
  const task = deed === 'show' ? before : await changes.tasks.find(viewer, before.id)
  if (!task) return notFound
  if (task.closedAt) return [text(say('tasks.closed', { id: number })), toList]
  return [...describeTask(task, asking), choices(...offered(task, viewer, page)), toList]
}

/** Was something changed? */
async function carryOut({ viewer, deed, asking: { now } }: AboutOne, id: number, changes: Changes): Promise<boolean> {
  switch (deed) {
    case 'show':
      return false
    case 'take':
      return changes.tasks.take(viewer, id, now)
    case 'give':
      return changes.tasks.giveToSupport(viewer, id, now)
    case 'done':
      return changes.tasks.close(viewer, id, 'done', now)
  }
}

function offered({ id, takenAt, ownerNo }: Task, viewer: Viewer, page: number): Choice[] {
  const isPartner = viewer.role === 'partner'
  const isTheirs = isPartner || ownerNo === null
  return [
    ...(takenAt && isTheirs ? [] : [{ label: say('tasks.take'), action: act('take', id, page) }]),
    { label: say('tasks.done'), action: act('done', id, page) },
    ...(isPartner ? [{ label: say('tasks.give'), action: act('give', id, page) }] : []),
  ]
}

const act = (deed: Deed, id: number, page: number) => actionFor('tasks', deed, id, page)
