/** The page's own words, as the server gave them in the chosen language. */

/** @type {Record<string, string>} */
let texts = {}

/** @param {string} key */
export function text(key) {
  return texts[key] ?? key
}

/**
 * @param {Record<string, string>} given
 * @param {string} tag
 */
export function setTexts(given, tag) {
  texts = given
  document.documentElement.lang = tag
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = text(read(node, 'text'))
  for (const node of document.querySelectorAll('[data-label]')) {
    node.setAttribute('aria-label', text(read(node, 'label')))
    if (node.tagName === 'BUTTON') node.setAttribute('title', text(read(node, 'label')))
  }
  for (const node of document.querySelectorAll('[data-placeholder]')) {
    node.setAttribute('placeholder', text(read(node, 'placeholder')))
  }
}

/**
 * @param {Element} node
 * @param {string} name
 */
function read(node, name) {
  return node.getAttribute(`data-${name}`) ?? ''
}

/** A language's own name of itself. @param {string} tag @param {{ tag: string, name: string }[]} languages */
export function languageName(tag, languages) {
  const base = tag.split('-')[0]
  const known =
    languages.find((language) => language.tag === tag) ?? languages.find((language) => language.tag === base)
  return known?.name ?? tag
}
