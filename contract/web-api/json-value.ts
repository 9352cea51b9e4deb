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
 * value counts, as in every other body. Text that is no JSON, or nested too deeply, is told and never thrown.
 */
export function readJson(text: string): JsonReading {
  const reader = new Reader(text.startsWith('\uFEFF') ? text.slice(1) : text)
  try {
    return { ok: true, value: reader.whole() }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, why: error.message }
    throw error
  }
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

  constructor(text: string) {
    this.#text = text
  }

  whole(): JsonValue {
    const value = this.#value()
    this.#skipSpace()
    return this.#at === this.#text.length ? value : this.#fail()
  }

  #value(): JsonValue {
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
