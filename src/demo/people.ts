import { type DemoLanguage, nameStocks } from './names/index.ts'
import { createPhoneBook } from './phone-ranges.ts'
import { createRandom, type Random } from './random.ts'
import { type Region, regionOf, regions } from './regions.ts'
import { layOutStructure, type Seat } from './structure.ts'

/** A fictional member: who they are, without anything that depends on the date. */
export interface Person extends Seat {
  readonly fullName: string
  readonly email: string
  readonly phone: string
  readonly region: Region
}

/** How likely a member speaks each language when not the sponsor's. */
const languageWeights: readonly (readonly [DemoLanguage, number])[] = [
  ['en', 4],
  ['de', 4],
  ['es', 4],
  ['ro', 4],
  ['hi', 5],
  ['ru', 4],
]
const percentWithSponsorsLanguage = 50

/** The same people for the same seed, whatever the date. */
export function createPeople(seed: number): Person[] {
  const random = createRandom(seed, 'people')
  const nextPhone = createPhoneBook()
  const taken = new Set<string>()
  const languages = new Map<string, DemoLanguage>()
  return layOutStructure(createRandom(seed, 'structure')).map((seat) => {
    const region = seat.featured
      ? regionOf(seat.featured.regionTag)
      : drawRegion(random, languages.get(seat.sponsorNo ?? ''))
    languages.set(seat.memberNo, region.language)
    const { fullName, mailbox } = seat.featured ?? drawName(random, region.language, taken)
    taken.add(fullName).add(mailbox)
    const domain = random.chance(70) ? 'example.org' : 'example.com'
    return { ...seat, region, fullName, email: `${mailbox}@${domain}`, phone: nextPhone(region.phones) }
  })
}

function drawRegion(random: Random, sponsorsLanguage: DemoLanguage | undefined): Region {
  const follows = random.chance(percentWithSponsorsLanguage)
  const drawn = random.weighted(languageWeights)
  const language = follows && sponsorsLanguage ? sponsorsLanguage : drawn
  const candidates = regions.filter((region) => region.language === language)
  return random.weighted(candidates.map((region) => [region, region.weight] as const))
}

/** A name that nobody has yet, natively or in an address. */
function drawName(
  random: Random,
  language: DemoLanguage,
  taken: ReadonlySet<string>,
): { fullName: string; mailbox: string } {
  const { women, men, familiesOfWomen, familiesOfMen, familyCount } = nameStocks[language]
  for (;;) {
    const isWoman = random.chance(50)
    const given = random.pick(isWoman ? women : men)
    const families = isWoman ? familiesOfWomen : familiesOfMen
    const family = random.pick(families)
    const second = familyCount === 2 ? [random.pick(families)] : []
    const names = [given, family, ...second]
    const fullName = names.map((name) => name.native).join(' ')
    const mailbox = `${given.latin}.${family.latin}`
    if (second.includes(family)) continue
    if (!taken.has(fullName) && !taken.has(mailbox)) return { fullName, mailbox }
  }
}
