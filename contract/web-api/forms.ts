import { type TSchema, Type } from 'typebox'
import { keptEmail } from '#domain/email-address.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { keptText, type TextRule } from '#domain/text-rules.ts'

/** The parameters of one request as text, by their names on the wire. */
export type Form = ReadonlyMap<string, string>

/** A value, or why not; `undefined` means "not given". */
export type Reading<Value> = { value: Value | undefined } | { refusal: Refusal }

/** One parameter: how CloudSign's spelling of it is read. `schema` describes it to people and tools. */
export type Field<Value, Required extends boolean = boolean> = {
  required: Required
  schema: TSchema
  read(text: string, name: string): Reading<Value>
}

// biome-ignore lint/suspicious/noExplicitAny: the one place where fields of every kind meet
export type Fields = Record<string, Field<any>>

type ValueOf<F> = F extends Field<infer Value> ? Value : never

/** What a form of these fields gives: required ones always, the others where the caller said something. */
export type Given<F extends Fields> = {
  [K in keyof F as F[K]['required'] extends true ? K : never]: ValueOf<F[K]>
} & { [K in keyof F as F[K]['required'] extends true ? never : K]?: ValueOf<F[K]> }

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal }

/** Reads every declared field in order; the first that cannot be read refuses. Unknown parameters are passed over. */
export function readForm<F extends Fields>(form: Form, fields: F): Parsed<Given<F>> {
  const given: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const text = form.get(name)
    const reading = text === undefined ? { value: undefined } : field.read(text, name)
    if ('refusal' in reading) return { ok: false, refusal: reading.refusal }
    if (reading.value !== undefined) given[name] = reading.value
    else if (field.required) return { ok: false, refusal: refusal('field_missing', name) }
  }
  return { ok: true, value: given as Given<F> }
}

/** The same fields, none of them required: what a PUT takes. */
export function optional<F extends Fields>(fields: F): { [K in keyof F]: Field<ValueOf<F[K]>, false> } {
  const entries = Object.entries(fields).map(([name, field]) => [name, { ...field, required: false }])
  return Object.fromEntries(entries)
}

export function required<Value>(field: Field<Value>): Field<Value, true> {
  return { ...field, required: true }
}

/** Text of at most `max` Unicode code points, several lines perhaps. An empty text is a value. */
export function text(max?: number): Field<string, false> {
  return keptAs({ lines: true }, max)
}

/**
 * Whatever a caller says in letters goes through the rules of texts (`domain/text-rules.ts`) here, so that no field can
 * be declared without them. Where a text is printed, its rule in `domain/` asks for letters that the fonts have, too.
 */
function keptAs(rule: TextRule, max = Number.POSITIVE_INFINITY): Field<string, false> {
  return {
    required: false,
    schema: Number.isFinite(max) ? Type.String({ maxLength: max }) : Type.String(),
    read(given, name) {
      // PostgreSQL keeps no NUL in a text, and half a character has no bytes; neither is taken for something else.
      if (given.includes('\0')) return malformed(name, 'text without NUL characters')
      if (!given.isWellFormed()) return malformed(name, 'text of whole Unicode characters')
      if (isLongerThan(given, max)) return { refusal: refusal('field_too_long', name, { limit: max }) }
      const kept = keptText(given, name, rule)
      return 'refusal' in kept ? kept : { value: kept.text }
    },
  }
}

/**
 * The same field without blanks and line ends around what is said: a Java client in production ends every multipart
 * value with two line ends.
 */
function trimmed<Value, Required extends boolean>(field: Field<Value, Required>): Field<Value, Required> {
  return { ...field, read: (given, name) => field.read(given.trim(), name) }
}

/** Text of one line: a name, a title. */
export function oneLine(max?: number): Field<string, false> {
  return trimmed(keptAs({}, max))
}

/** Visible ASCII and blanks that mean nothing to us and come back as they are, but for line ends around them. */
export function opaque(max: number): Field<string, false> {
  return {
    required: false,
    schema: Type.String({ maxLength: max, pattern: '^[ -~]*$' }),
    read(given, name) {
      const kept = given.replace(/^[\r\n]+|[\r\n]+$/g, '')
      if (kept.length > max) return { refusal: refusal('field_too_long', name, { limit: max }) }
      return /^[ -~]*$/.test(kept) ? { value: kept } : malformed(name, 'printable ASCII characters')
    },
  }
}

/**
 * What a file is called. `"` and a `\\` at the end are refused, as newer versions of that service do: many a client
 * cuts the name there when it reads our `Content-Disposition`.
 */
export function fileName(max?: number): Field<string, false> {
  const field = oneLine(max)
  return {
    ...field,
    read(given, name) {
      return given.includes('"') || given.trimEnd().endsWith('\\')
        ? malformed(name, 'a file name without " and without \\ at its end')
        : field.read(given, name)
    },
  }
}

/** The id of something of ours; whether it exists is asked later, so its length is told and not judged. */
export function id(): Field<string, false> {
  return { ...oneLine(), schema: Type.String({ maxLength: 64 }) }
}

/** One line that must be there: an empty one is missing. */
export function filledText(max?: number): Field<string, true> {
  const field = oneLine(max)
  return { ...field, required: true, read: (given, name) => present(field.read(given, name)) }
}

const booleans: Record<string, boolean> = Object.fromEntries([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((spelling) => [spelling, true]),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((spelling) => [spelling, false]),
])

/** `true/false` and `1 t T TRUE True` / `0 f F FALSE False`; empty is "not given". */
export function boolean(): Field<boolean, false> {
  return trimmed({
    required: false,
    schema: Type.Boolean(),
    read(given, name) {
      if (given === '') return { value: undefined }
      const value = Object.hasOwn(booleans, given) ? booleans[given] : undefined
      return value === undefined ? malformed(name, 'true or false') : { value }
    },
  })
}

const int32 = { least: -(2 ** 31), most: 2 ** 31 - 1 }

/** A decimal integer; empty is "not given". */
export function integer(range: { least: number; most: number } = int32): Field<number, false> {
  return trimmed({
    required: false,
    schema: Type.Integer({ minimum: range.least, maximum: range.most }),
    read(given, name) {
      if (given === '') return { value: undefined }
      const value = /^[+-]?[0-9]{1,15}$/.test(given) ? Number(given) : Number.NaN
      return value >= range.least && value <= range.most
        ? { value }
        : malformed(name, `an integer from ${range.least} to ${range.most}`)
    },
  })
}

/** One of a few spellings, each with its meaning; empty is "not given". */
export function choice<Value>(meanings: Record<string, Value>): Field<Value, false> {
  const spellings = Object.keys(meanings)
  return trimmed({
    required: false,
    schema: Type.String({ enum: spellings }),
    read(given, name) {
      if (given === '') return { value: undefined }
      const value = Object.hasOwn(meanings, given) ? meanings[given] : undefined
      return value === undefined ? malformed(name, `one of ${spellings.join(', ')}`) : { value }
    },
  })
}

/** The same where every spelling is a whole number, and described as one. */
export function integerChoice<Value>(meanings: Record<string, Value>): Field<Value, false> {
  return { ...choice(meanings), schema: Type.Integer({ enum: Object.keys(meanings).map(Number) }) }
}

/** An e-mail address (`domain/email-address.ts`). Empty takes it away. */
export function email(max: number): Field<string, false> {
  const field = oneLine(max)
  return trimmed({
    ...field,
    read(given, name) {
      const reading = field.read(given, name)
      if ('refusal' in reading || given === '') return reading
      const kept = keptEmail(given, name)
      return 'refusal' in kept ? kept : { value: kept.text }
    },
  })
}

/** Printable ASCII, counted in bytes. */
export function asciiText(max: number): Field<string, false> {
  const field = text(max)
  return trimmed({
    ...field,
    read(given, name) {
      return /^[\x20-\x7e]*$/.test(given)
        ? field.read(given, name)
        : malformed(name, 'printable ASCII characters')
    },
  })
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/

/** An RFC 3339 instant; empty is "not given". */
export function instant(): Field<Date, false> {
  return trimmed({
    required: false,
    schema: Type.String({ format: 'date-time' }),
    read(given, name) {
      if (given === '') return { value: undefined }
      // In a query a bare + arrives as a space.
      const parts = rfc3339.exec(given.replace(/ (?=\d{2}:\d{2}$)/, '+'))
      const [, date, time, fraction = '', zone = ''] = parts ?? []
      const value =
        parts === null ? null : new Date(`${date}T${time}${fraction.slice(0, 4)}${zone.toUpperCase()}`)
      return value === null || Number.isNaN(value.getTime())
        ? malformed(name, 'a time such as 2026-11-22T03:04:05Z')
        : { value }
    },
  })
}

/** A day of the calendar as `YYYY-MM-DD`; empty is "not given". */
export function calendarDay(): Field<string, false> {
  return trimmed({
    required: false,
    schema: Type.String({ format: 'date' }),
    read(given, name) {
      if (given === '') return { value: undefined }
      return isCalendarDay(given) ? { value: given } : malformed(name, 'a date such as 2026-11-22')
    },
  })
}

/** There is no year 0, and no 30th of February. */
function isCalendarDay(given: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(given) || given.startsWith('0000')) return false
  const day = new Date(`${given}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(given)
}

/** Leaves out what was not said: PUTs tell "not given" from "given empty". */
export function said<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** The field is not what it must be; `expected` says what. */
export function malformed(name: string, expected: string): { refusal: Refusal } {
  return { refusal: refusal('field_malformed', name, { expected }) }
}

function present(reading: Reading<string>): Reading<string> {
  return 'value' in reading && reading.value === '' ? { value: undefined } : reading
}

function isLongerThan(value: string, max: number): boolean {
  return value.length > max && [...value].length > max
}
