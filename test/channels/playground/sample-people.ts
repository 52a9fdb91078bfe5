/** A few people of every kind, one of them with a name that would like to be markup. */
import type { PlaygroundPerson } from '../../../src/channels/playground/playground-deps.ts'

const situations = {
  late: { key: 'overdue', label: 'Overdue', tone: 'late' },
  lastDays: { key: 'last_days', label: 'Last days before cancellation', tone: 'late' },
  dueToday: { key: 'due_today', label: 'Due today', tone: 'soon' },
  onTime: { key: 'on_time', label: 'On time', tone: 'calm' },
  prepaid: { key: 'prepaid', label: 'Paid ahead', tone: 'calm' },
  cancelled: { key: 'cancelled', label: 'Plan cancelled', tone: 'over' },
  completed: { key: 'completed', label: 'Completed', tone: 'done' },
} as const

export const evilName = '<img src=x onerror="document.title=1"> & <b>Eve</b>'

const rows: [string, string, string, keyof typeof situations, ('i' | 'p' | 'f')[]][] = [
  ['आरती शर्मा', 'hi', 'Asia/Kolkata', 'dueToday', ['i', 'f']],
  ['María Fernández Muñoz', 'es-MX', 'America/Mexico_City', 'late', ['i', 'p', 'f']],
  ['Lena Hofbauer', 'de-AT', 'Europe/Vienna', 'onTime', ['i', 'f']],
  ['Иван Кузнецов', 'ru', 'Asia/Yekaterinburg', 'lastDays', ['i', 'f']],
  ['Andrei Popescu', 'ro', 'Europe/Bucharest', 'cancelled', ['i']],
  ['Grace Okafor', 'en', 'Africa/Lagos', 'completed', ['i', 'p']],
  ['Rohan Iyer', 'hi', 'Asia/Kolkata', 'prepaid', ['i']],
  ['Hemi Walker', 'en-NZ', 'Pacific/Auckland', 'onTime', ['p']],
  [evilName, 'en', 'UTC', 'onTime', ['i']],
]

const more = Array.from({ length: 40 }, (_, index): (typeof rows)[number] => [
  `Sample Person ${index + 10}`,
  ['de', 'en', 'es', 'hi', 'ro', 'ru'][index % 6] ?? 'en',
  'Europe/Berlin',
  (['onTime', 'late', 'completed', 'dueToday'] as const)[index % 4] ?? 'onTime',
  index % 3 === 0 ? ['i', 'p'] : ['i'],
])

export const samplePeople: PlaygroundPerson[] = [...rows, ...more].map(
  ([name, language, timeZone, situation, marks], index) => ({
    memberNo: String(100001 + index),
    name,
    language,
    timeZone,
    isInvestor: marks.includes('i'),
    isPartner: marks.includes('p'),
    featured: marks.includes('f'),
    situation: situations[situation],
  }),
)
