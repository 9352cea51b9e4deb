import { type TSchema, Type } from 'typebox'
import { type Refusal, refusal } from '#domain/refusal.ts'
import {
  boolean,
  calendarDay,
  choice,
  type Field,
  type Given,
  malformed,
  oneLine,
  type Parsed,
  type Reading,
} from './forms.ts'
import { JsonNumber, type JsonObject, type JsonValue } from './json-value.ts'

/** A field of a JSON body. JSON knows null and numbers, which texts do not; `read` takes the value spelled as a text. */
export type JsonField<Value> = Field<Value, false> & {
  readValue(value: JsonValue, name: string): Reading<Value>
}

// biome-ignore lint/suspicious/noExplicitAny: the one place where JSON fields of every kind meet
type JsonFields = Record<string, JsonField<any>>

/** Reads every declared field in order; the first that cannot be read refuses. Unknown members are passed over. */
export function readJsonFields<F extends JsonFields>(body: JsonObject, fields: F): Parsed<Given<F>> {
  const given: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = body.get(name)
    if (value === undefined) continue
    const reading = field.readValue(value, name)
    if ('refusal' in reading) return { ok: false, refusal: reading.refusal }
    if (reading.value !== undefined) given[name] = reading.value
  }
  return { ok: true, value: given as Given<F> }
}

const notGiven = { value: undefined }

/** A string of one line; null is "not given". */
export function jsonText(max: number): JsonField<string> {
  const field = oneLine(max)
  return jsonField(field.schema, (value, name) => {
    if (value === null) return notGiven
    return typeof value === 'string' ? field.read(value, name) : malformed(name, 'a string')
  })
}

/** A day as `YYYY-MM-DD`; null takes it away, an empty string is "not given". */
export function jsonDay(): JsonField<string | null> {
  const field = calendarDay()
  return jsonField<string | null>(orNull(field.schema), (value, name) => {
    if (value === null) return { value }
    return field.read(typeof value === 'string' ? value : '?', name)
  })
}

/** One of a few whole numbers, each with its meaning, also as a string; null and empty are "not given". */
export function jsonChoice<Value>(meanings: Record<string, Value>): JsonField<Value> {
  const field = choice(meanings)
  const numbers = Object.keys(meanings).map(Number)
  return jsonField(Type.Integer({ enum: numbers }), (value, name) => {
    if (value === null) return notGiven
    return field.read(typeof value === 'string' ? value : String(wholeNumber(value) ?? '?'), name)
  })
}

const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n }

/** A whole number of 64 bits with all its digits, also as a string; null takes it away, an empty string is "not given". */
export function jsonInt64(): JsonField<bigint | null> {
  const schema = orNull(Type.Integer({ format: 'int64' }))
  return jsonField(schema, (value, name) => {
    if (value === null) return { value }
    if (typeof value === 'string' && value.trim() === '') return notGiven
    const number = wholeNumber(value)
    return number === null || number < int64.least || number > int64.most
      ? malformed(name, `an integer from ${int64.least} to ${int64.most}`)
      : { value: number }
  })
}

/** A list of objects of these fields, all of which must be there; null is "not given". */
export function jsonList<F extends JsonFields>(fields: F): JsonField<Required<Given<F>>[]> {
  const properties = Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]))
  return jsonField(Type.Array(Type.Object(properties)), (value, name) => {
    if (value === null) return notGiven
    if (!Array.isArray(value)) return malformed(name, 'an array')
    const items: Required<Given<F>>[] = []
    for (const [index, item] of value.entries()) {
      const place = `${name}[${index}]`
      if (!(item instanceof Map)) return malformed(place, 'an object')
      const reading = readItem<F>(item, fields, place)
      if ('refusal' in reading) return reading
      items.push(reading.value)
    }
    return { value: items }
  })
}

/** A refusal names the place of the item: `options[2].content`. */
function readItem<F extends JsonFields>(
  item: JsonObject,
  fields: F,
  place: string,
): { value: Required<Given<F>> } | { refusal: Refusal } {
  const parsed = readJsonFields(item, fields)
  if (!parsed.ok) {
    return { refusal: { ...parsed.refusal, field: `${place}.${parsed.refusal.field ?? ''}` } }
  }
  const given: object = parsed.value
  const missing = Object.keys(fields).find((name) => !Object.hasOwn(given, name))
  return missing === undefined
    ? { value: given as Required<Given<F>> }
    : { refusal: refusal('field_missing', `${place}.${missing}`) }
}

/** From `least` to `most`, also as a string. */
export function jsonInteger(least: number, most: number): JsonField<number> {
  return jsonField(Type.Integer({ minimum: least, maximum: most }), (value, name) => {
    const number = Number(wholeNumber(value) ?? Number.NaN)
    return number >= least && number <= most
      ? { value: number }
      : malformed(name, `an integer from ${least} to ${most}`)
  })
}

/** true or false, also as a string; null is "not given". */
export function jsonBoolean(): JsonField<boolean> {
  const field = boolean()
  return jsonField(field.schema, (value, name) => {
    if (value === null) return notGiven
    if (typeof value === 'boolean') return { value }
    return field.read(typeof value === 'string' ? value : '?', name)
  })
}

/** One of a few words; null and empty are "not given". */
export function jsonWord<const Word extends string>(words: Word[]): JsonField<Word> {
  return jsonField(Type.String({ enum: words }), (value, name) => {
    if (value === null || value === '') return notGiven
    const word = words.find((each) => each === value)
    return word === undefined ? malformed(name, `one of ${words.join(', ')}`) : { value: word }
  })
}

/** A text of whatever lines; what stands in it is judged by whoever takes it. */
export function jsonListText(max: number): JsonField<string> {
  return jsonField(Type.String({ maxLength: max }), (value, name) => {
    if (value === null || value === '') return notGiven
    if (typeof value !== 'string') return malformed(name, 'a string')
    return value.length > max ? { refusal: refusal('field_too_long', name, { limit: max }) } : { value }
  })
}

/** Objects whose members are texts or numbers, at most so many; null is "not given", and so is a member that is null. */
export function jsonRows(most: number): JsonField<Record<string, string>[]> {
  const row = Type.Object({}, { additionalProperties: Type.String() })
  return jsonField(Type.Array(row, { maxItems: most }), (value, name) => {
    if (value === null) return notGiven
    if (!Array.isArray(value)) return malformed(name, 'an array')
    if (value.length > most) return { refusal: refusal('bulk_too_many_rows', name, { limit: most }) }
    const rows: Record<string, string>[] = []
    for (const [at, item] of value.entries()) {
      const place = `${name}[${at}]`
      if (!(item instanceof Map)) return malformed(place, 'an object')
      const members = [...item].filter(([, said]) => said !== null)
      const odd = members.find(([, said]) => typeof said !== 'string' && !(said instanceof JsonNumber))
      if (odd !== undefined) return malformed(`${place}.${odd[0].slice(0, 64)}`, 'a string')
      rows.push(
        Object.fromEntries(
          members.map(([key, said]) => [key, said instanceof JsonNumber ? said.text : String(said)]),
        ),
      )
    }
    return { value: rows }
  })
}

const decimal = /^([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,4}))?$/
/** More digits than any whole number has that we take. */
const mostDigits = 40

/** The whole number that a value spells: `12`, `"12"`, `12.0`, `1.2e1`. Null: it spells none, or far too large a one. */
function wholeNumber(value: JsonValue): bigint | null {
  const spelled = value instanceof JsonNumber ? value.text : typeof value === 'string' ? value.trim() : ''
  const parts = spelled.length <= 10_000 ? decimal.exec(spelled) : null
  if (parts === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts
  const shift = Number(exponent) - fraction.length
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  if (digits === '') return 0n
  if (digits.length + shift > mostDigits) return null
  if (shift < 0 && /[^0]/.test(digits.slice(shift))) return null
  const magnitude = shift < 0 ? digits.slice(0, shift) : `${digits}${'0'.repeat(shift)}`
  return BigInt(`${sign === '-' ? '-' : ''}${magnitude}`)
}

function orNull(schema: TSchema): TSchema {
  return Type.Unsafe<unknown>({ ...schema, type: ['type' in schema ? schema.type : 'string', 'null'] })
}

function jsonField<Value>(schema: TSchema, readValue: JsonField<Value>['readValue']): JsonField<Value> {
  return { required: false, schema, read: readValue, readValue }
}
