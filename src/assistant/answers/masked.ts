/** Enough for their owner to know them again, and for nobody else to use. */

/** The first letter of each name. */
export function maskName(name: string): string {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return name
    .split(/\s+/)
    .map((part) => `${segmenter.segment(part)[Symbol.iterator]().next().value?.segment ?? ''}•••`)
    .join(' ')
}

export function maskTail(text: string, shown: number): string {
  // Of a short one at most half.
  const visible = Math.min(shown, Math.floor(text.length / 2))
  return `•••${text.slice(text.length - visible)}`
}
