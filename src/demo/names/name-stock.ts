/** One part of a name: as its bearer writes it, and in the Latin letters of an e-mail address. */
interface NamePart {
  readonly native: string
  readonly latin: string
}

/** What fictional people of one language are named from. A woman's family name may differ from a man's. */
export interface NameStock {
  readonly women: readonly NamePart[]
  readonly men: readonly NamePart[]
  readonly familiesOfWomen: readonly NamePart[]
  readonly familiesOfMen: readonly NamePart[]
  /** Family names a person carries: two in Spanish. */
  readonly familyCount: 1 | 2
}

/** Names in Latin script, separated by spaces; the e-mail form drops the diacritics. */
export function latinNames(list: string): NamePart[] {
  return words(list).map((native) => ({ native, latin: plainLetters(native) }))
}

/** Names in another script, each followed by its Latin form: `Анна anna Ольга olga`. */
export function transliteratedNames(list: string): NamePart[] {
  const parts = words(list)
  return parts.flatMap((native, index) => (index % 2 === 0 ? [{ native, latin: parts[index + 1] ?? '' }] : []))
}

function words(list: string): string[] {
  return list.trim().split(/\s+/)
}

function plainLetters(name: string): string {
  return name
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .normalize('NFD')
    .replace(/[^a-z-]/g, '')
}
