import type { Language } from '#domain/language.ts'

/** What the command line asks for. */
export type Asked =
  | { kind: 'check'; files: string[]; json: boolean; language: Language; trust: string | null }
  | { kind: 'help'; language: Language }
  | { kind: 'wrong'; because: string; language: Language }

/** Reads the arguments; `language` is that of the system. */
export function readAsked(given: string[], language: Language): Asked {
  const files: string[] = []
  let json = false
  let trust: string | null = null
  let lang = language
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? ''
    const [name, inline] = word.startsWith('--') ? word.split(/=(.*)/s) : [word]
    const value = () => {
      if (inline !== undefined) return inline
      at += 1
      return given[at] ?? ''
    }
    if (word === '--') files.push(...given.splice(at + 1))
    else if (name === '--json') json = true
    else if (name === '--help' || name === '-h') return { kind: 'help', language: lang }
    else if (name === '--trust') trust = value()
    else if (name === '--lang') {
      const said = value()
      if (said !== 'ja' && said !== 'en') return wrong(`--lang ${said}: ja or en`)
      lang = said
    } else if (word.startsWith('-') && word !== '-') return wrong(word)
    else files.push(word)
  }
  if (trust === '') return wrong('--trust FILE')
  if (files.length === 0) return wrong('FILE')
  return { kind: 'check', files, json, language: lang, trust }

  function wrong(because: string): Asked {
    return { kind: 'wrong', because, language: lang }
  }
}
