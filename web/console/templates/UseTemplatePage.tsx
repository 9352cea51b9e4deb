import type { JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { Participant } from '#domain/participant.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { PersonFields } from '../making/PersonFields.tsx'
import type { Entry, PersonEntry } from '../making/person-entry.ts'

export type UseTemplatePageProps = {
  chrome: ConsoleChrome
  template: Document
  title: { typed: string; problem: string | null }
  /** What stands in each open place, by its number. */
  people: ReadonlyMap<number, Entry<PersonEntry>>
}

const words = {
  ja: {
    title: 'テンプレートから作る',
    lead: '空欄の宛先を入力します。空のままの宛先は、下書きであとから入力できます。',
    name: '書類のタイトル',
    place: (n: number) => `${n}番目の宛先`,
    kept: (n: number, name: string) => `${n}番目：${name}さん（テンプレートのまま）`,
    check: '送信前の確認へ進む',
    draft: '下書きにする',
    back: '使わずに戻る',
  },
  en: {
    title: 'Make a document from the template',
    lead: 'Enter who stands in its open places. What you leave empty can be filled in the draft.',
    name: 'Title of the document',
    place: (n: number) => `Recipient ${n}`,
    kept: (n: number, name: string) => `No. ${n}: ${name} (as in the template)`,
    check: 'Check before sending',
    draft: 'Keep as a draft',
    back: 'Go back without using it',
  },
}

/** Whoever stands in the open places of a template, on one page; what is made of it goes to the check, or stays a draft. */
export function UseTemplatePage({ chrome, template, title, people }: UseTemplatePageProps): JSX.Element {
  const { lang } = chrome
  const said = words[lang]
  const inError = title.problem !== null || [...people.values()].some(hasProblem)
  const base = `/console/templates/${template.id}`
  return (
    <ConsoleLayout chrome={chrome} title={said.title} section="templates" inError={inError}>
      <div class="making-start">
        <p class="back">
          <a href={base}>{template.title}</a>
        </p>
        <h1>{said.title}</h1>
        <p class="lead">{said.lead}</p>
        <form method="post" action={`${base}/use`} class="use-places" data-once novalidate>
          <FormToken value={chrome.formToken} />
          <section class="card">
            <Field
              id="title"
              name="title"
              label={said.name}
              hint={null}
              error={title.problem}
              value={title.typed}
              autocomplete="off"
            />
          </section>
          {recipientsOf(template).map((each) => (
            <Place key={each.id} recipient={each} people={people} lang={lang} />
          ))}
          <div class="acts">
            <LinkButton kind="quiet" href={base}>
              {said.back}
            </LinkButton>
            <Button kind="quiet" name="go" value="draft">
              {said.draft}
            </Button>
            <Button name="go" value="check">
              {said.check}
            </Button>
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}

type PlaceProps = { recipient: Participant; people: UseTemplatePageProps['people']; lang: Language }

function Place({ recipient, people, lang }: PlaceProps): JSX.Element {
  const { slot, order, name } = recipient
  const entry = slot === null ? undefined : people.get(slot)
  if (slot === null || entry === undefined) return <p class="note">{words[lang].kept(order, name)}</p>
  return (
    <section class="card" aria-labelledby={`place-${slot}`}>
      <h2 id={`place-${slot}`}>{words[lang].place(order)}</h2>
      <PersonFields lang={lang} entry={entry} siteId={null} autofocus={false} prefix={`p${slot}-`} />
    </section>
  )
}

function hasProblem({ problems }: Entry<PersonEntry>): boolean {
  return Object.keys(problems).length > 0
}
