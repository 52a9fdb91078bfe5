/** The one boundary at which text becomes Telegram's HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'))
}

export const bold = (text: string) => `<b>${escapeHtml(text)}</b>`
export const italic = (text: string) => `<i>${escapeHtml(text)}</i>`
export const monospace = (text: string) => `<pre>${escapeHtml(text)}</pre>`

/** What the person sees of it, in UTF-16 units: what Telegram's limit counts. */
export function visibleLength(html: string): number {
  return html.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt);/g, '&').length
}
