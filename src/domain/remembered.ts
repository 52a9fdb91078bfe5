/**
 * What was worked out once is not worked out again: for pure questions whose answers cost much more than looking them up,
 * and of which the same few are asked over and over, such as when a day begins in a zone.
 */
const MOST_REMEMBERED = 20_000

/** `find` must depend on the names alone; when too many answers are remembered, all are forgotten. */
export function remembered<Names extends string[], Answer>(
  find: (...names: Names) => Answer,
): (...names: Names) => Answer {
  const answers = new Map<string, { answer: Answer }>()
  return (...names) => {
    const question = names.join('\n')
    const known = answers.get(question)
    if (known) return known.answer
    const answer = find(...names)
    if (answers.size >= MOST_REMEMBERED) answers.clear()
    answers.set(question, { answer })
    return answer
  }
}
