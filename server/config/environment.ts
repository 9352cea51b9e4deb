import { readFileSync } from 'node:fs'
import type { Environment, Variable } from './variables.ts'

export type Reader = ReturnType<typeof reader>

/** Reads variables by name and kind; what is wrong with one is a sentence that names it and the cure. */
export function reader(environment: Environment, problems: string[]) {
  /** `NAME`, or the content of the file that `NAME_FILE` names; both at once is a mistake. */
  function text(name: Variable): string | null {
    const value = environment[name]
    const file = environment[`${name}_FILE`]
    if (value !== undefined && value !== '' && file !== undefined && file !== '') {
      problems.push(`${name} and ${name}_FILE are both set; keep one.`)
    }
    if (value !== undefined && value !== '') return value
    if (file === undefined || file === '') return null
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      problems.push(`${name}_FILE names ${file}, which cannot be read.`)
      return null
    }
  }
  return {
    text,
    problem: (sentence: string) => void problems.push(sentence),
    required(name: Variable, what: string, least = 0): string {
      const value = text(name)
      if (value === null) problems.push(`${name} (or ${name}_FILE) is missing: ${what}.`)
      else if (value.length < least) problems.push(`${name} is shorter than ${least} characters.`)
      return value ?? ''
    },
    integer(name: Variable, fallback: number, least: number, most: number): number {
      const value = text(name)
      if (value === null) return fallback
      const number = Number(value)
      if (/^[0-9]+$/.test(value) && number >= least && number <= most) return number
      problems.push(`${name} is not a whole number from ${least} to ${most}.`)
      return fallback
    },
    oneOf<Word extends string>(name: Variable, words: Word[], fallback: Word): Word {
      const value = text(name)
      if (value === null) return fallback
      const word = words.find((each) => each === value)
      if (word === undefined) problems.push(`${name} is not one of ${words.join(', ')}.`)
      return word ?? fallback
    },
  }
}
