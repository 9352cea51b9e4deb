/** A number as it was written: beyond 2^53 a JavaScript number would lose its last digits. */
export class JsonNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type JsonObject = ReadonlyMap<string, JsonValue>
export type JsonValue = null | boolean | string | JsonNumber | JsonValue[] | JsonObject

export type JsonReading = { ok: true; value: JsonValue } | { ok: false; why: string }

/** Nothing that a client of ours sends lies deeper. */
const deepest = 64

/**
 * Reads JSON as RFC 8259 has it, with what `JSON.parse` loses: numbers keep their digits, and of a repeated key the first
 * value counts, as in every other body (a reviver of `JSON.parse` with source access gives the digits, but never sees the
 * first of two equal keys). Text that is no JSON, nested too deeply, or of more than `mostValues` values, is
 * told and never thrown.
 */
export function readJson(text: string, mostValues = Number.POSITIVE_INFINITY): JsonReading {
  const reader = new Reader(text.startsWith('\uFEFF') ? text.slice(1) : text, mostValues)
  try {
    return { ok: true, value: reader.whole() }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, why: error.message }
    throw error
  }
}

/**
 * The member, by its name, in which a name or a text holds U+0000 or half a character: JSON can spell both, and neither
 * has bytes that could be kept. Null: there is none.
 */
export function brokenTextIn(object: JsonObject): string | null {
  for (const [name, value] of object) if (!isWhole(name) || !holdsWholeTexts(value)) return name
  return null
}

function holdsWholeTexts(value: JsonValue): boolean {
  if (typeof value === 'string') return isWhole(value)
  if (Array.isArray(value)) return value.every(holdsWholeTexts)
  return !(value instanceof Map) || brokenTextIn(value) === null
}

function isWhole(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

class Unreadable extends Error {}

const space = /[ \t\n\r]*/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const literals: [string, null | boolean][] = [
  ['null', null],
  ['true', true],
  ['false', false],
]
const quote = 0x22
const backslash = 0x5c

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0
  #values = 0
  readonly #mostValues: number

  constructor(text: string, mostValues: number) {
    this.#text = text
    this.#mostValues = mostValues
  }

  whole(): JsonValue {
    const value = this.#value()
    this.#skipSpace()
    return this.#at === this.#text.length ? value : this.#fail()
  }

  #value(): JsonValue {
    this.#values += 1
    if (this.#values > this.#mostValues) {
      throw new Unreadable(`it holds more than ${this.#mostValues} values`)
    }
    this.#skipSpace()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#within(() => this.#object())
      case '[':
        return this.#within(() => this.#array())
      case '"':
        return this.#string()
    }
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    }
    return new JsonNumber(this.#match(number) || this.#fail())
  }

  #within<Value>(read: () => Value): Value {
    if (this.#depth === deepest) throw new Unreadable(`it is nested more than ${deepest} levels deep`)
    this.#depth += 1
    const value = read()
    this.#depth -= 1
    return value
  }

  #object(): JsonObject {
    const object = new Map<string, JsonValue>()
    this.#at += 1
    if (this.#takes('}')) return object
    do {
      this.#skipSpace()
      const key = this.#string()
      if (!this.#takes(':')) this.#fail()
      const value = this.#value()
      if (!object.has(key)) object.set(key, value)
    } while (this.#takes(','))
    return this.#takes('}') ? object : this.#fail()
  }

  #array(): JsonValue[] {
    const values: JsonValue[] = []
    this.#at += 1
    if (this.#takes(']')) return values
    do values.push(this.#value())
    while (this.#takes(','))
    return this.#takes(']') ? values : this.#fail()
  }

  /** Only its end is looked for here: a pattern would need a stack as deep as the string is long. */
  #string(): string {
    const start = this.#at
    if (this.#text.charCodeAt(start) !== quote) this.#fail()
    let end = start + 1
    for (; this.#text.charCodeAt(end) !== quote; end++) {
      if (end >= this.#text.length) this.#fail()
      if (this.#text.charCodeAt(end) === backslash) end += 1
    }
    this.#at = end + 1
    try {
      return JSON.parse(this.#text.slice(start, this.#at))
    } catch {
      return this.#fail()
    }
  }

  #takes(character: string): boolean {
    this.#skipSpace()
    const found = this.#text[this.#at] === character
    if (found) this.#at += 1
    return found
  }

  #skipSpace(): void {
    this.#match(space)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #fail(): never {
    throw new Unreadable('it is not valid JSON')
  }
}
