/** What one is written to about and when, with a button for each thing that can be changed. */
import { type Category, categories } from '../../domain/nudges/catalogue.ts'
import { fullHour, hoursToChoose, usualTimes } from '../../domain/nudges/contact-hour-choice.ts'
import type { Asking } from '../command.ts'
import type { Block, Choice, Content } from '../message.ts'
import type { MessageKey } from '../message-key.ts'
import { languageOf } from '../speaker.ts'
import { actionFor } from '../understand/read-request.ts'
import { button, choices, facts, heading, note, say, text } from './blocks.ts'

export function contactSettings(asking: Asking, optedOut: ReadonlySet<Category>, hour: number | undefined): Block[] {
  const { speaker } = asking
  return [
    heading(say('settings.heading')),
    facts(
      ...categories.map((category): [MessageKey, Content] => [
        names[category],
        say(optedOut.has(category) ? 'settings.off' : 'settings.on'),
      ]),
      ['settings.hour', hourInWords(asking, hour)],
      ['menu.language', { languageName: languageOf(speaker.locale) }],
    ),
    ...zoneOf(asking),
    note(say('settings.note')),
    choices(
      ...categories.map((category): Choice => {
        const isOff = optedOut.has(category)
        return { label: turning(category, isOff), action: actionFor('settings', isOff ? 'on' : 'off', category) }
      }),
      { label: say('settings.chooseHour'), action: actionFor('settings', 'hour') },
      button('language'),
    ),
  ]
}

export function hourPicker(asking: Asking): Block[] {
  const hours = hoursToChoose(asking.policy.contactHours)
  return [
    heading(say('settings.chooseHour')),
    text(say('settings.hourQuestion')),
    ...zoneOf(asking),
    choices(
      ...hours.map((hour): Choice => ({ label: timeOf(hour), action: actionFor('settings', 'hour', hour) })),
      { label: say('settings.noHour'), action: actionFor('settings', 'hour', 'none') },
      { label: say('settings.back'), action: actionFor('settings', 'show') },
    ),
  ]
}

/** What stands on the button that turns it on or off. */
export function turning(category: Category, isOn: boolean): Content {
  return say(isOn ? 'settings.turnOn' : 'settings.turnOff', { what: say(names[category]) })
}

const names = {
  reminders: 'settings.category.reminders',
  deadlines: 'settings.category.deadlines',
  confirmations: 'settings.category.confirmations',
  tips: 'settings.category.tips',
} as const satisfies Record<Category, MessageKey>

function hourInWords({ policy }: Asking, hour: number | undefined): Content {
  if (hour !== undefined) return say('settings.atHour', { time: timeOf(hour) })
  const { from, to } = usualTimes(policy.contactHours)
  return say('settings.between', { from: { timeOfDay: from }, to: { timeOfDay: to } })
}

function timeOf(hour: number): Content {
  return { timeOfDay: fullHour(hour) }
}

/** By whose clock, where theirs is not known. */
function zoneOf({ speaker, now }: Asking): Block[] {
  if (speaker.isTimeZoneKnown) return []
  return [note(say('settings.zone', { zone: { zoneName: speaker.timeZone, at: now.toString() } }))]
}
