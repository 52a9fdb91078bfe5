/** The document says what there is: every route, every parameter, every column as what reads it has it. */
import { describe, expect, it } from 'vitest'
import type { ApiDeps } from '../../src/api/api-deps.ts'
import { createApi, documentPath } from '../../src/api/create-api.ts'
import { recordSchemas } from '../../src/api/record-schemas.ts'
import { writePaths } from '../../src/api/routes/write-routes.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'

const api = createApi({ keys: [], policy: defaultPolicy, onAnswered() {}, onFailure() {} } as unknown as ApiDeps)

// biome-ignore lint/suspicious/noExplicitAny: a document of another standard
const document = async (): Promise<any> => (await api.request(documentPath)).json()

describe('the document', () => {
  it('has every route', async () => {
    const { paths } = await document()
    const routed = api.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== documentPath)
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(new Set(routed)).toEqual(new Set(described))
    expect(described).toHaveLength(12)
  })

  it('says of every write what it takes, and of everything what may come back', async () => {
    const { paths, components } = await document()
    expect(components.securitySchemes.key).toMatchObject({ type: 'http', scheme: 'bearer' })
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods as Record<string, Record<string, never>>)) {
        const { parameters = [], responses, security, summary } = operation as never as Record<string, never[]>
        const names = (parameters as { name: string; in: string }[]).map((each) => `${each.in} ${each.name}`)
        expect([security, typeof summary]).toEqual([[{ key: [] }], 'string'])
        expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(['200', '400', '401', '429', '500']))
        if (method === 'post' && path in writePaths) {
          expect(names, path).toEqual(['query dry_run', 'header Idempotency-Key'])
          expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(['403', '409', '413', '415', '422']))
        }
      }
    }
  })

  it('has every column, as it is read', async () => {
    const { components } = await document()
    const names = ['Member', 'Package', 'Plan', 'Installment', 'Payment', 'Offer']
    for (const [index, schema] of [...recordSchemas('Europe/Moscow').values()].entries()) {
      const { properties, required } = components.schemas[`${names[index]}Record`]
      expect(Object.keys(properties)).toEqual(schema.columns)
      expect(required).toEqual(schema.requiredColumns)
      for (const [name, { example, description }] of Object.entries<{ example: unknown; description: string }>(
        properties,
      )) {
        const read = schema.read({ [name]: String(example) })
        const problems = read.ok ? [] : read.problems
        expect(
          problems.filter(({ column }) => column === name),
          `${schema.file} ${name}`,
        ).toEqual([])
        expect(description.toLowerCase()).toContain(schema.forms[name]?.expected.toLowerCase())
      }
    }
  })

  it('points at nothing that is not there', async () => {
    const found = await document()
    const pointers = [...JSON.stringify(found).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect(pointers.length).toBeGreaterThan(20)
    for (const name of pointers) expect(found.components.schemas).toHaveProperty(name ?? '')
  })
})
