/** The language of the page's own words: what was asked for, else what the browser prefers, else our first one. */
import type { Language } from './playground-deps.ts'

export function choosePageLanguage(languages: readonly Language[], asked?: string, acceptLanguage?: string): string {
  const wishes = [...(asked === undefined ? [] : [asked]), ...preferences(acceptLanguage ?? '')]
  for (const wish of wishes) {
    const found = languages.find(({ tag }) => tag === wish) ?? languages.find(({ tag }) => base(tag) === base(wish))
    if (found) return found.tag
  }
  return languages[0]?.tag ?? 'en'
}

/** `de-AT, en;q=0.8` -> the tags, the most wanted first. */
function preferences(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q=/))
    .map(([tag = '', quality = '1']) => ({ tag, quality: Number(quality) || 0 }))
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag)
}

function base(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}
