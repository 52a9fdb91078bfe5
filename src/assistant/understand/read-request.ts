/**
 * From what a person did to what they want: a command with its argument. Texts are `/next`, `/next@bot P-1`, the bare
 * word, or a word for it in any of the languages; a button carries the same text without the slash. Free questions are
 * not understood here, and give nothing.
 */
import { type CommandName, commandNames } from '../command.ts'
import type { InboundContent } from '../message.ts'
import { type NudgeAnswer, readNudgeAnswer } from '../nudges/nudge-answer.ts'

export type Request =
  | { kind: 'command'; name: CommandName; args: string }
  /** An answer to "is this you?". */
  | { kind: 'link_answer'; isConfirmed: boolean }
  /** A button under a message that nobody asked for. */
  | { kind: 'nudge_answer'; answer: NudgeAnswer }
  | { kind: 'contact'; phone: string; isOwn: boolean }
  | { kind: 'not_understood' }

/** Words that mean what a button carries, mostly the name of a command, in all languages at once, folded. */
export type CommandWords = ReadonlyMap<string, string>

const LONGEST_ARGUMENT = 64

export function readRequest(content: InboundContent, words: CommandWords): Request {
  switch (content.kind) {
    case 'contact':
      return { kind: 'contact', phone: content.phone, isOwn: content.isOwn }
    case 'action':
      return readAction(content.action)
    case 'text':
      return readText(content.text, words)
    case 'unsupported':
      return { kind: 'not_understood' }
  }
}

/** The action that a button of ours carries. */
export function actionFor(name: CommandName, ...args: (string | number)[]): string {
  return [name, ...args].join(' ')
}

export const linkAnswers = { yes: 'link yes', no: 'link no' } as const

function readAction(action: string): Request {
  if (action === linkAnswers.yes || action === linkAnswers.no) {
    return { kind: 'link_answer', isConfirmed: action === linkAnswers.yes }
  }
  const answer = readNudgeAnswer(action)
  return answer ? { kind: 'nudge_answer', answer } : readCommand(action)
}

function readText(text: string, words: CommandWords): Request {
  const line = text.normalize('NFC').trim()
  if (line.startsWith('/')) return readCommand(line.slice(1))
  const bare = readCommand(line)
  if (bare.kind === 'command' && (bare.args === '' || looksLikeArgument(bare.name, bare.args))) return bare
  const word = words.get(foldWords(line))
  return word === undefined ? { kind: 'not_understood' } : readAction(word)
}

/** The same for everyone who types it: lower case, without accents of Latin letters, signs at the ends, double spaces. */
export function foldWords(phrase: string): string {
  return phrase
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '')
    .replace(/\s+/g, ' ')
}

function readCommand(line: string): Request {
  const match = /^([a-z_]{1,32})(?:@\w{1,64})?(?:\s+(.*))?$/isu.exec(line)
  const name = commandNames.find((candidate) => candidate === match?.[1]?.toLowerCase())
  const args = (match?.[2] ?? '').trim()
  if (!name || args.length > LONGEST_ARGUMENT) return { kind: 'not_understood' }
  return { kind: 'command', name, args }
}

/** "next P-2001" asks for a plan and "language de" for German; "next week I will be away" and "pay now" do not. */
function looksLikeArgument(name: CommandName, args: string): boolean {
  if (name === 'settings') return /^(on|off|hour)(\s|$)/i.test(args)
  return !/\s/.test(args) && (/\d/.test(args) || name === 'language')
}
