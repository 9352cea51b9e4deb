import type { JSX } from 'preact'
import type { Finding, FindingLevel } from '#domain/file-finding.ts'
import type { Language } from '#domain/language.ts'
import { StatusDot, type StatusTone } from '#web/ui/StatusDot.tsx'
import { sentenceOf } from './finding-words.ts'
import type { Words } from './words.ts'

export type FindingListProps = {
  findings: Finding[]
  /** The server issued this very state: what is still to come is no finding. */
  known: boolean
  evaluation: boolean
  words: Words
  lang: Language
}

const tones: Record<FindingLevel, StatusTone> = { alarm: 'danger', warning: 'warning', note: 'quiet' }
const order: FindingLevel[] = ['alarm', 'warning', 'note']

/** What was found, each sentence once, the grave ones first; what is only good to know is folded away. */
export function FindingList({
  findings,
  known,
  evaluation,
  words,
  lang,
}: FindingListProps): JSX.Element | null {
  const told = findings.filter(
    ({ code }) => !(known && code === 'earlier_state') && !(evaluation && code === 'evaluation'),
  )
  const shown = gathered(told.filter(({ level }) => level !== 'note'))
  const notes = gathered(told.filter(({ level }) => level === 'note'))
  if (shown.length + notes.length === 0) return null
  const list = words.findings
  return (
    <section class="findings" aria-labelledby="findings-heading">
      <h2 id="findings-heading">{list.title}</h2>
      {shown.length === 0 ? null : <Items items={shown} words={words} lang={lang} />}
      {notes.length === 0 ? null : (
        <details>
          <summary>{list.notes(notes.length)}</summary>
          <Items items={notes} words={words} lang={lang} />
        </details>
      )}
    </section>
  )
}

type Gathered = { finding: Finding; all: Finding[] }

function gathered(findings: Finding[]): Gathered[] {
  const byCode = new Map<string, Gathered>()
  for (const finding of findings) {
    const known = byCode.get(finding.code)
    if (known) known.all.push(finding)
    else byCode.set(finding.code, { finding, all: [finding] })
  }
  return [...byCode.values()].sort((a, b) => order.indexOf(a.finding.level) - order.indexOf(b.finding.level))
}

function Items({ items, words, lang }: { items: Gathered[]; words: Words; lang: Language }): JSX.Element {
  return (
    <ul>
      {items.map(({ finding: { code, level }, all }) => {
        const places = placesOf(all, words)
        return (
          <li key={code}>
            <StatusDot tone={tones[level]}>{words.findings.levels[level]}</StatusDot>
            <p>
              {sentenceOf(code, lang)}
              {places === '' ? null : <span class="where">{places}</span>}
            </p>
            <code>{code}</code>
          </li>
        )
      })}
    </ul>
  )
}

function placesOf(findings: Finding[], words: Words): string {
  const places = findings.map(({ page, signature, field }) => {
    if (page !== null) return words.findings.page(page)
    if (signature !== null && signature >= 0) return words.signatures.number(signature + 1)
    return field ?? ''
  })
  return [...new Set(places.filter((one) => one !== ''))].slice(0, 5).join(words.findings.between)
}
