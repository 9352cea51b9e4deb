import type { JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Field } from '#web/ui/Field.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { FormActs } from '../frame/FormActs.tsx'
import { templateWords } from '../words/template-words.ts'
import { wordsIn } from '../words/words.ts'

/** The form as typed: the name, and the recipients whose places are left open. */
type TemplateEntry = { title: string; slots: ReadonlySet<string> }

export type SaveTemplatePageProps = {
  chrome: ConsoleChrome
  draft: Document
  entry: TemplateEntry
  /** Of which the form makes the template's id, so that sent twice it is one. */
  press: string
  titleError: string | null
}

/** Asks under which name a document becomes a template, and of a draft which recipients are left open. */
export function SaveTemplatePage(props: SaveTemplatePageProps): JSX.Element {
  const { chrome, draft, entry, press, titleError } = props
  const words = templateWords(chrome.lang).save
  const recipients = recipientsOf(draft)
  const draftPath = `/console/documents/${draft.id}`
  const title = draft.title || wordsIn(chrome.lang).documents.untitled
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="templates" inError={titleError !== null}>
      <div class="narrow-section">
        <h1>{words.title}</h1>
        <form method="post" action={`${draftPath}/template`} class="card" novalidate data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="press" value={press} />
          <p>{draft.status === 'draft' ? words.lead(title) : words.leadSent(title)}</p>
          <Field
            id="title"
            name="title"
            label={words.name}
            hint={words.nameHint}
            error={titleError}
            value={entry.title}
            autocomplete="off"
            required
          />
          {draft.status !== 'draft' ? <p class="places">{words.allOpen(recipients.length)}</p> : null}
          {recipients.length === 0 || draft.status !== 'draft' ? null : (
            <fieldset class="places" aria-describedby="places-hint">
              <legend>{words.recipients}</legend>
              <p class="hint" id="places-hint">
                {words.recipientsHint}
              </p>
              {recipients.map((each) => (
                <Place key={each.id} recipient={each} entry={entry} lang={chrome.lang} />
              ))}
            </fieldset>
          )}
          <FormActs back={{ href: draftPath, words: words.back }} button={words.button} />
        </form>
      </div>
    </ConsoleLayout>
  )
}

type PlaceProps = { recipient: Participant; entry: TemplateEntry; lang: ConsoleChrome['lang'] }

function Place({ recipient, entry, lang }: PlaceProps): JSX.Element {
  const words = templateWords(lang).save
  const { id, order, name, organization } = recipient
  if (recipient.slot !== null) return <p>{words.alreadyOpen(order)}</p>
  return (
    <div class="switch">
      <input type="checkbox" id={`slot-${id}`} name={`slot-${id}`} value="1" checked={entry.slots.has(id)} />
      <label for={`slot-${id}`}>{words.openPlace(order, name, organization)}</label>
    </div>
  )
}
