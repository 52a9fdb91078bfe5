import type { DemoLanguage } from './names/index.ts'
import type { PhoneRange } from './phone-ranges.ts'

/** Where members live: their language, time zone, phone range, and what they pay with. */
export interface Region {
  readonly tag: string
  readonly language: DemoLanguage
  readonly timeZone: string
  readonly phones: PhoneRange
  /** How many of the language's members live here, relative to its other regions. */
  readonly weight: number
  readonly currencies: readonly (readonly [string, number])[]
  readonly methods: readonly string[]
}

const euro = [['EUR', 1]] as const
const euroOrDollar = [
  ['EUR', 6],
  ['USD', 4],
] as const
const dollar = [
  ['USD', 8],
  ['EUR', 2],
] as const
const rupee = [
  ['INR', 5],
  ['EUR', 3],
  ['USD', 2],
] as const
const rouble = [
  ['RUB', 6],
  ['EUR', 4],
] as const
const western = ['card', 'bank transfer', 'standing order']
const sepa = ['SEPA transfer', 'card', 'standing order']
const indian = ['UPI', 'UPI', 'card', 'net banking']
const russian = ['SBP', 'card', 'bank transfer']

export const regions: readonly Region[] = [
  region('en', 'Europe/London', 'britain', 4, euroOrDollar, western),
  region('en-US', 'America/New_York', 'northAmerica', 3, dollar, western),
  region('en-IN', 'Asia/Kolkata', 'britain', 2, rupee, indian),
  region('en-NZ', 'Pacific/Auckland', 'britain', 1, euroOrDollar, western),
  region('de', 'Europe/Berlin', 'germany', 6, euro, sepa),
  region('de-AT', 'Europe/Vienna', 'germany', 2, euro, sepa),
  region('de-CH', 'Europe/Zurich', 'germany', 1, euro, sepa),
  region('es', 'Europe/Madrid', 'northAmerica', 5, euro, ['Bizum', ...sepa]),
  region('es-MX', 'America/Mexico_City', 'northAmerica', 3, dollar, ['SPEI', ...western]),
  region('ro', 'Europe/Bucharest', 'britain', 6, euro, sepa),
  region('hi', 'Asia/Kolkata', 'britain', 6, rupee, indian),
  region('hi-IN', 'Asia/Kolkata', 'britain', 2, rupee, indian),
  region('hi', 'Asia/Dubai', 'britain', 1, dollar, western),
  region('ru', 'Europe/Moscow', 'northAmerica', 5, rouble, russian),
  region('ru', 'Asia/Yekaterinburg', 'northAmerica', 2, rouble, russian),
  region('ru-KZ', 'Asia/Almaty', 'northAmerica', 2, rouble, russian),
]

/** The first region of this language tag. */
export function regionOf(tag: string): Region {
  const found = regions.find((candidate) => candidate.tag === tag)
  if (!found) throw new Error(`no region speaks ${tag}`)
  return found
}

function region(
  tag: string,
  timeZone: string,
  phones: PhoneRange,
  weight: number,
  currencies: Region['currencies'],
  methods: readonly string[],
): Region {
  return { tag, language: tag.slice(0, 2) as DemoLanguage, timeZone, phones, weight, currencies, methods }
}
