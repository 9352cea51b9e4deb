import type { Place, Secrets } from '#server/usecases/ports.ts'
import { decryptText, encryptText } from '../connection/encrypted-text.ts'

/** An object of a body, as JSON holds it. */
export type Stored = { [member: string]: unknown }

/** Where a member lies: whose document, and the id of the object that holds it. */
export type Whereabouts = { secrets: Secrets; documentId: string; id: string }

/** How one member of an object is written into a body, and read from it. */
export type Member<Value> = {
  /** Its name in the body, where that is not the word of the type in snake case. */
  name?: string
  write(value: Value, at: Whereabouts): unknown
  /** `stored` is undefined where an earlier release has written the object. */
  read(stored: unknown, at: Whereabouts): Value
}

/** All members of an object; the compiler asks for one that is missing. */
export type Members<Value> = { [Name in keyof Value]-?: Member<Value[Name]> }

/** How an object is written and read, and which names it has in a body. */
export type Mapping<Value> = {
  names: string[]
  write(value: Value, at: Whereabouts): Stored
  read(stored: Stored, at: Whereabouts): Value
}

/** Stored as it is. `missing`: what it is in a body that an earlier release has written. */
export function asIs<Value>(missing?: Value): Member<Value> {
  return {
    write: (value) => value,
    read: (stored) => (stored === undefined ? missing : stored) as Value,
  }
}

/** An instant, as ISO 8601 in UTC. */
export const instantMember: Member<Date> = {
  write: (value) => value,
  read: (stored) => new Date(String(stored)),
}

/** The same, or null. */
export const instantOrNull: Member<Date | null> = {
  write: (value) => value,
  read: (stored) => instant(stored),
}

/** As JSON or a row has it; null where there is none. */
export function instant(stored: unknown): Date | null {
  if (stored === null || stored === undefined) return null
  return stored instanceof Date ? stored : new Date(String(stored))
}

/** A text that is encrypted, bound to its place. */
export function encrypted(name: string, placeOf: (documentId: string, id: string) => Place): Member<string> {
  return {
    name,
    write: (plain, { secrets, documentId, id }) => encryptText(plain, secrets, placeOf(documentId, id)),
    read: (stored, { secrets, documentId, id }) =>
      decryptText(String(stored), secrets, placeOf(documentId, id)),
  }
}

/** Objects in their order, each with an id of its own. */
export function list<Value>(mapping: Mapping<Value>): Member<Value[]> {
  return {
    write: (values, at) => values.map((each) => mapping.write(each, at)),
    read: (stored, at) => rowsOf(stored).map((each) => mapping.read(each, at)),
  }
}

/** An object that is always there. */
export function whole<Value>(mapping: Mapping<Value>): Member<Value> {
  return {
    write: (value, at) => mapping.write(value, at),
    read: (stored, at) => mapping.read(isStored(stored) ? stored : {}, at),
  }
}

/** An object, or null. */
export function objectOrNull<Value>(mapping: Mapping<Value>): Member<Value | null> {
  return {
    write: (value, at) => (value === null ? null : mapping.write(value, at)),
    read: (stored, at) => (isStored(stored) ? mapping.read(stored, at) : null),
  }
}

/**
 * An object by its members. `also` is written beside them, for the columns that are read from a body, and never read.
 * `spelling`: how a word of the type is spelt in a body, snake case unless said.
 */
export function object<Value extends object>(
  members: Members<Value>,
  {
    also,
    spelling = snakeCase,
  }: { also?: (value: Value, at: Whereabouts) => Stored; spelling?: (word: string) => string } = {},
): Mapping<Value> {
  const words = Object.keys(members) as (keyof Value & string)[]
  const known = words.map((word) => ({
    word,
    name: members[word].name ?? spelling(word),
    member: members[word],
  }))
  const within = (at: Whereabouts, id: unknown) => (typeof id === 'string' ? { ...at, id } : at)
  return {
    names: known.map(({ name }) => name),
    write(value, outer) {
      const at = within(outer, 'id' in value ? value.id : undefined)
      const stored: Stored = {}
      for (const { word, name, member } of known) stored[name] = member.write(value[word], at)
      return also === undefined ? stored : Object.assign(stored, also(value, at))
    },
    read(stored, outer) {
      const at = within(outer, stored.id)
      const value: Partial<Value> = {}
      for (const { word, name, member } of known) value[word] = member.read(stored[name], at)
      return value as Value
    },
  }
}

/** The objects of a list that may be missing. */
export function rowsOf(stored: unknown): Stored[] {
  return Array.isArray(stored) ? stored.filter(isStored) : []
}

export function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null
}

function snakeCase(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
