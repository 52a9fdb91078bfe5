/** Amounts, numbers, dates and moments as the locale writes them. Locale tags keep their region: `de-AT`, `en-IN`. */
import type { Value } from '../assistant/message.ts'
import { minorDigits } from '../domain/currency.ts'
import { formatAmount } from '../domain/money.ts'
import { remembered } from '../domain/remembered.ts'
import type { Locale } from './locales.ts'

type FindLocale = (tag: string) => Pick<Locale, 'tag' | 'name' | 'timeOfDay' | 'formatsOf'> | undefined

/** `localeOf` finds a language of ours by its tag. */
export function formatValue(value: Value, givenLocale: string, localeOf: FindLocale): string {
  const language = localeOf(givenLocale)
  const locale = language?.tag === givenLocale ? (language.formatsOf ?? givenLocale) : givenLocale
  const timeOfDay = language?.timeOfDay ?? TIME
  if ('money' in value) return formatMoney(value.money, locale)
  if ('date' in value) return formatDate(value.date, locale, 'long')
  if ('weekday' in value) return formatDate(value.weekday, locale, 'full')
  if ('shortDate' in value) return formatDate(value.shortDate, locale, 'short')
  if ('lastMinuteBefore' in value) return formatMoment(value.lastMinuteBefore, -1, value, locale, timeOfDay)
  if ('instant' in value) return formatMoment(value.instant, 0, value, locale, timeOfDay)
  if ('timeOfDay' in value) return formatTimeOfDay(value.timeOfDay, locale, timeOfDay)
  if ('zoneName' in value) return zoneName(value.at, value.zoneName, locale)
  if ('number' in value) return formatter(Intl.NumberFormat, locale, {}).format(value.number)
  if ('numbers' in value) {
    const numbers = value.numbers.map((number) => formatValue({ number }, locale, localeOf))
    return formatter(Intl.ListFormat, locale, { type: 'conjunction' }).format(numbers)
  }
  if ('percent' in value) {
    const { numerator, denominator } = value.percent
    const options = { style: 'percent', maximumFractionDigits: 2 } as const
    return formatter(Intl.NumberFormat, locale, options).format(Number(numerator) / Number(denominator))
  }
  if ('languageName' in value) return localeOf(value.languageName)?.name ?? value.languageName
  return inOneLine(value.text)
}

const FULL_DATE = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' } as const
const TIME = { hour: 'numeric', minute: '2-digit' } as const
const dateStyles = {
  long: { dateStyle: 'long' },
  full: FULL_DATE,
  short: { year: 'numeric', month: '2-digit', day: '2-digit' },
} as const

/** Intl takes the exact decimal string, so no amount passes through floating point. */
function formatMoney(money: { minor: bigint; currency: string }, locale: string): string {
  // Intl follows CLDR, which shows some currencies without their minor unit: 0.30 HUF would read as nothing.
  const digits = minorDigits(money.currency)
  const options = {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const
  return formatter(Intl.NumberFormat, locale, options).format(formatAmount(money) as Intl.StringNumericLiteral)
}

/** Hundreds are told of the same few days at a time. */
const formatDate = remembered((date: string, locale: string, style: keyof typeof dateStyles): string => {
  const options = { ...dateStyles[style], timeZone: 'UTC' }
  return formatter(Intl.DateTimeFormat, locale, options).format(new Date(`${date}T00:00:00Z`))
})

function formatMoment(
  instant: string,
  minutesLater: number,
  { zone, namesZone = false }: { zone: string; namesZone?: boolean },
  locale: string,
  timeOfDay: Intl.DateTimeFormatOptions,
): string {
  const moment = dayAndTime(instant, String(minutesLater), zone, locale, JSON.stringify(timeOfDay))
  return namesZone ? `${moment} (${zoneName(instant, zone, locale)})` : moment
}

const dayAndTime = remembered(
  (instant: string, minutesLater: string, zone: string, locale: string, timeOfDay: string): string => {
    const options = { ...FULL_DATE, ...JSON.parse(timeOfDay), timeZone: zone }
    const at = Temporal.Instant.from(instant).add({ minutes: Number(minutesLater) })
    return formatter(Intl.DateTimeFormat, locale, options).format(new Date(at.epochMilliseconds))
  },
)

function formatTimeOfDay(time: string, locale: string, timeOfDay: Intl.DateTimeFormatOptions): string {
  const options = { ...timeOfDay, timeZone: 'UTC' }
  return formatter(Intl.DateTimeFormat, locale, options).format(new Date(`2000-01-01T${time}:00Z`))
}

/** Data of others stands inside our sentences: it cannot begin lines of its own, nor turn the direction of the text. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
}

const zoneName = remembered((instant: string, timeZone: string, locale: string): string => {
  const at = new Date(Temporal.Instant.from(instant).epochMilliseconds)
  const parts = formatter(Intl.DateTimeFormat, locale, { timeZone, timeZoneName: 'long' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
})

type FormatterClass<Options, Made> = new (locale: string, options: Options) => Made

const made = new Map<string, unknown>()

/** Intl's formatters are costly to make and free to keep. */
function formatter<Options, Made>(type: FormatterClass<Options, Made>, locale: string, options: Options): Made {
  const key = `${type.name} ${locale} ${JSON.stringify(options)}`
  const known = made.get(key) as Made | undefined
  if (known) return known
  const fresh = new type(locale, options)
  made.set(key, fresh)
  return fresh
}
