import { readFileSync } from 'node:fs'
import { formatRatio } from '../domain/money.ts'
import { defaultPolicy, type Policy } from '../domain/policy.ts'
import { policySchema } from './policy-schema.ts'

/** `path` is where in the document: `grace.days`; empty for the document as a whole. */
export interface PolicyProblem {
  path: string
  expected: string
}

export type ReadPolicy = { ok: true; policy: Policy } | { ok: false; problems: PolicyProblem[] }

/** The built-in policy when no file is given. */
export function readPolicyFile(file: string | undefined): ReadPolicy {
  if (file === undefined) return { ok: true, policy: defaultPolicy }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { ok: false, problems: [{ path: '', expected: `a readable file; ${file} is none` }] }
  }
  return readPolicy(text)
}

export function readPolicy(text: string): ReadPolicy {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return { ok: false, problems: [{ path: '', expected: `JSON; ${error instanceof Error ? error.message : error}` }] }
  }
  const parsed = policySchema.safeParse(document)
  if (parsed.success) return { ok: true, policy: parsed.data }
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      expected: issue.code === 'unrecognized_keys' ? `no ${issue.keys.join(', ')}: not known here` : issue.message,
    })),
  }
}

/** The document in its written form, every default filled in. */
export function writePolicy(policy: Policy): string {
  return JSON.stringify(
    policy,
    (_, value: unknown) => {
      const isRatio = typeof value === 'object' && value !== null && 'denominator' in value && 'numerator' in value
      if (!isRatio) return value
      return formatRatio({
        numerator: BigInt(value.numerator as bigint),
        denominator: BigInt(value.denominator as bigint),
      })
    },
    2,
  )
}
