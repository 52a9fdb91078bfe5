/** Records as JSON Schema, made from what reads them: what the document says is what is taken. */
import type { CellForm } from '../../back-office/cell.ts'
import type { RecordSchema } from '../../back-office/record-schema.ts'
import type { Taken } from '../requests/read-envelope.ts'
import { listName, MOST_RECORDS } from '../requests/read-envelope.ts'
import type { RecordSchemas } from '../requests/read-fields.ts'
import { examples } from './examples.ts'

/** Names of components: `members.csv` holds `Member`s. */
const recordNames: Readonly<Record<string, string>> = {
  'members.csv': 'Member',
  'packages.csv': 'Package',
  'plans.csv': 'Plan',
  'installments.csv': 'Installment',
  'payments.csv': 'Payment',
  'offers.csv': 'Offer',
}

export function recordComponents(schemas: RecordSchemas): [name: string, schema: object][] {
  return [...schemas].map(([file, schema]) => [`${recordNames[file]}Record`, recordForm(schema)])
}

export function bodyForm({ files, asOf }: Taken) {
  const lists = files.map((file) => [
    listName(file),
    { type: 'array', maxItems: MOST_RECORDS, items: { $ref: `#/components/schemas/${recordNames[file]}Record` } },
  ])
  const statement = {
    type: ['string', 'null'],
    format: 'date-time',
    description: 'Up to this moment the payments are complete. Not given: no statement, the previous one stays.',
    example: examples.as_of,
  }
  const names = lists.map(([name]) => name as keyof typeof examples)
  return {
    schema: {
      type: 'object' as const,
      properties: { ...Object.fromEntries(lists), ...(asOf && { as_of: statement }) },
      additionalProperties: false,
      ...(names.length === 1 ? { required: names } : { anyOf: names.map((name) => ({ required: [name] })) }),
    },
    example: Object.fromEntries([...names, ...(asOf ? ['as_of' as const] : [])].map((name) => [name, examples[name]])),
  }
}

function recordForm({ file, columns, requiredColumns, forms, keyColumns }: RecordSchema<unknown>): object {
  return {
    type: 'object',
    description: `Told from others by ${keyColumns.join(' and ')}; one that is there already is changed.`,
    properties: Object.fromEntries(
      columns.flatMap((name) => {
        const form = forms[name]
        return form ? [[name, columnForm(form, requiredColumns.includes(name), exampleOf(file, name))]] : []
      }),
    ),
    required: requiredColumns,
    additionalProperties: false,
  }
}

function columnForm(
  { expected, example, isWhole, format, choices }: CellForm,
  isRequired: boolean,
  shown: unknown,
): object {
  const types = [...(isWhole ? ['integer'] : []), 'string', ...(isRequired ? [] : ['null'])]
  const description = `${expected[0]?.toUpperCase()}${expected.slice(1)}.`
  return {
    type: types.length === 1 ? types[0] : types,
    description: isRequired ? description : `${description} \`null\` or "" clears it, absent it stays as it is.`,
    example: shown ?? (isWhole ? Number(example) : example),
    maxLength: 10_000,
    ...(format && { format }),
    ...(choices && { enum: [...choices, ...(isRequired ? [] : [null])] }),
  }
}

/** A form is shared by columns of many meanings; the example project shows the column's own. */
function exampleOf(file: string, column: string): unknown {
  const records = examples[file.replace('.csv', '') as keyof typeof examples] as Readonly<Record<string, unknown>>[]
  return records.map((record) => record[column]).findLast((value) => value !== undefined && value !== null)
}
