import type { ComponentChildren, JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import { wordsIn } from '../words/words.ts'
import { type ChosenAct, chosenWords } from './chosen-words.ts'

export type ChosenDocument = { id: string; title: string }
/** One for which nothing is done, with the reason. */
export type LeftOut = ChosenDocument & { why: string }

type ChosenPageProps = {
  chrome: ConsoleChrome
  act: ChosenAct
  /** The list from which they were chosen. */
  back: string
}

export type AskChosenProps = ChosenPageProps & {
  included: ChosenDocument[]
  leftOut: LeftOut[]
  reason: { typed: string; error: string | null }
  cabinets: { id: string; name: string }[]
}

/** Asks once before something is done with several documents, and says which are left out and why. */
export function AskChosenPage(props: AskChosenProps): JSX.Element {
  const { chrome, act, back, included, leftOut } = props
  const words = chosenWords[chrome.lang]
  const { title, lead, confirm } = words.acts[act]
  const isEmpty = included.length === 0 && leftOut.length === 0
  const mayGoOn = included.length > 0 && (act !== 'file' || props.cabinets.length > 0)
  return (
    <ConsoleLayout
      chrome={chrome}
      title={isEmpty ? words.none.title : title}
      section="documents"
      inError={isEmpty || props.reason.error !== null}
    >
      <div class="narrow-section">
        <h1>{isEmpty ? words.none.title : title}</h1>
        {isEmpty ? <p class="lead">{words.none.lead}</p> : null}
        <form class="card chosen" method="post" action={`/console/documents/chosen/${act}`}>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="back" value={back} />
          {included.map(({ id }) => (
            <input key={id} type="hidden" name={`chosen_${id}`} value="1" />
          ))}
          {included.length === 0 ? null : <p class="lead">{lead(included.length)}</p>}
          {act === 'cancel' && included.length > 0 ? (
            <Notice kind="warning">{words.consequence}</Notice>
          ) : null}
          <Listed heading={words.will} documents={included} lang={chrome.lang} />
          <Listed heading={words.willNot} documents={leftOut} lang={chrome.lang} />
          {mayGoOn ? <Entry {...props} /> : null}
          {act === 'file' && props.cabinets.length === 0 ? (
            <Notice kind="information">{words.noCabinet}</Notice>
          ) : null}
          <div class="acts">
            <LinkButton kind="quiet" href={back}>
              {words.back}
            </LinkButton>
            {mayGoOn ? <Button kind={act === 'cancel' ? 'danger' : 'primary'}>{confirm}</Button> : null}
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}

function Entry({ chrome, act, reason, cabinets }: AskChosenProps): JSX.Element | null {
  const words = chosenWords[chrome.lang]
  if (act === 'cancel')
    return (
      <TextArea
        id="comment"
        name="comment"
        label={words.reason}
        hint={words.reasonHint}
        error={reason.error}
        value={reason.typed}
        rows={3}
      />
    )
  if (act !== 'file') return null
  return (
    <div class="field">
      <label for="cabinet_id">{words.cabinet}</label>
      <select id="cabinet_id" name="cabinet_id">
        {cabinets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}

export type ChosenDoneProps = ChosenPageProps & { done: ChosenDocument[]; notDone: LeftOut[] }

/** Says of each document what was done with it, or why not. */
export function ChosenDonePage({ chrome, act, back, done, notDone }: ChosenDoneProps): JSX.Element {
  const words = chosenWords[chrome.lang]
  const { title } = words.acts[act]
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents" inError={notDone.length > 0}>
      <div class="narrow-section">
        <h1>{title}</h1>
        <div class="card chosen" role="status">
          <Listed heading={words.acts[act].done} documents={done} lang={chrome.lang} />
          <Listed heading={words.notDone} documents={notDone} lang={chrome.lang} />
          <div class="acts">
            <LinkButton href={back}>{words.back}</LinkButton>
          </div>
        </div>
      </div>
    </ConsoleLayout>
  )
}

type ListedProps = {
  heading: string
  documents: (ChosenDocument & { why?: string })[]
  lang: ConsoleChrome['lang']
}

function Listed({ heading, documents, lang }: ListedProps): JSX.Element | null {
  if (documents.length === 0) return null
  const { untitled } = wordsIn(lang).documents
  return (
    <Part heading={`${heading}（${documents.length}）`}>
      <ul class="chosen-list">
        {documents.map(({ id, title, why }) => (
          <li key={id}>
            <a href={`/console/documents/${id}`}>{title || untitled}</a>
            {why === undefined ? null : <span class="note">{why}</span>}
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Part({ heading, children }: { heading: string; children: ComponentChildren }): JSX.Element {
  return (
    <section>
      <h2>{heading}</h2>
      {children}
    </section>
  )
}
