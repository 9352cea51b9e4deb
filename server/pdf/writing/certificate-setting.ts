import type { AgreementEvidence, CertificateLanguage } from '#domain/agreement-evidence.ts'
import type { ExtractOf } from '#domain/evidence-extract.ts'
import { CertificateSheet, type Label } from './certificate-sheet.ts'
import { timeIn } from './certificate-times.ts'
import {
  type CertificateWords,
  certificateWords,
  filled,
  type RowLabel,
  type SectionName,
} from './certificate-words.ts'
import type { FontsInUse } from './fonts.ts'

/** What is set, and with which words. `extract`: of whom, and of which certificate. */
export type Setting = {
  sheet: CertificateSheet
  evidence: AgreementEvidence
  words: CertificateWords
  /** Names of the files that lie in the PDF. */
  embedded: string[]
  extract: ExtractOf | null
  label(name: RowLabel): Label
  time(at: string): string
  /** A section with its heading, which is repeated where it goes on on another page. */
  section(name: SectionName, set: () => void, together?: number): void
}

/** Each is made once, so that it is set once. */
const labels = new Map<string, Label>()

function labelOf(language: CertificateLanguage, name: RowLabel): Label {
  const key = `${language} ${name}`
  const known = labels.get(key)
  if (known !== undefined) return known
  const sub = language === 'ja' ? certificateWords.en.labels[name] : null
  const label = { text: certificateWords[language].labels[name], sub }
  labels.set(key, label)
  return label
}

/** `given`: what is said; the rest follows from its language. */
export function settingOf(
  fonts: FontsInUse,
  given: Pick<Setting, 'evidence' | 'embedded' | 'extract'>,
): Setting {
  const { language } = given.evidence
  const sheet = new CertificateSheet(fonts)
  const words = certificateWords[language]
  const beside = (text: string): string | null => (language === 'ja' ? text : null)
  const en = certificateWords.en
  return {
    ...given,
    sheet,
    words,
    label: (name) => labelOf(language, name),
    time: (at) => timeIn(language, at),
    section(name, set, together) {
      const text = words.sections[name]
      sheet.onTurn = () =>
        sheet.repeatedHeading({
          text: filled(words.says.continued, { section: text }),
          sub: beside(filled(en.says.continued, { section: en.sections[name] })),
        })
      sheet.tagged.within('Sect', () => {
        sheet.heading({ text, sub: beside(en.sections[name]) }, together)
        set()
      })
      sheet.onTurn = () => undefined
    },
  }
}

/** Organisation and name, as they are written in Japan. */
export function whoIs({ organization, name }: { organization: string | null; name: string }): string {
  return organization ? `${organization}　${name}` : name
}
