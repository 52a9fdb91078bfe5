import { badRequest } from './refusal.ts'

/**
 * A call's parameters. The real server takes every value as a string and reads it as what the method wants, so
 * `chat_id: 5` and `chat_id=5`, `show_alert: true` and `show_alert=true` are the same call; these readers do that.
 */
export type CallParameters = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readText(parameters: CallParameters, name: string): string {
  const value = parameters[name]
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export function readInteger(parameters: CallParameters, name: string): number | undefined {
  const text = readText(parameters, name).trim()
  return /^-?\d+$/.test(text) ? Number(text) : undefined
}

export function readFlag(parameters: CallParameters, name: string): boolean {
  return ['true', 'yes', '1'].includes(readText(parameters, name).trim().toLowerCase())
}

/** An object or array, sent as JSON or, in forms and by some clients, as a string of JSON. */
export function readJson(parameters: CallParameters, name: string, what = name): unknown {
  const value = parameters[name]
  if (typeof value !== 'string') return value ?? undefined
  if (value === '') return undefined
  try {
    const parsed: unknown = JSON.parse(value)
    return parsed
  } catch {
    throw badRequest(`can't parse ${what} JSON object`)
  }
}
