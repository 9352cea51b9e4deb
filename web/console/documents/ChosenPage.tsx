import type { ComponentChildren, JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { bracketed } from '#web/ui/bracketed.ts'
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
  /** All that match were asked for: how many there are; `rest`: behind which those go on that were too many. */
  matching: { total: number; more: boolean; rest: string | null } | null
  included: ChosenDocument[]
  leftOut: LeftOut[]
  reason: { typed: string; error: string | null }
  cabinets: { id: string; name: string }[]
}

/** Asks once before something is done with several documents, and says which are left out and why. */
export function AskChosenPage(props: AskChosenProps): JSX.Element {
  const { chrome, act, back, included, leftOut, matching } = props
  const rest = matching?.rest ?? null
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
        {matching === null || rest === null ? null : (
          <Notice kind="information">
            {words.bound(matching.total, matching.more, included.length + leftOut.length)}
          </Notice>
        )}
        <form class="card chosen" method="post" action={`/console/documents/chosen/${act}`}>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="back" value={back} />
          {rest === null ? null : <input type="hidden" name="rest" value={rest} />}
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
        <Rest chrome={chrome} act={act} back={back} rest={rest} />
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

type RestProps = ChosenPageProps & { rest: string | null }

/** What was too many for once is asked about next. */
function Rest({ chrome, act, back, rest }: RestProps): JSX.Element | null {
  if (rest === null) return null
  return (
    <form class="last-act" method="post" action="/console/documents/chosen">
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="back" value={back} />
      <input type="hidden" name="which" value="all" />
      <input type="hidden" name="rest" value={rest} />
      <Button kind="quiet" name="act" value={act}>
        {chosenWords[chrome.lang].rest}
      </Button>
    </form>
  )
}

export type ChosenDoneProps = RestProps & { done: ChosenDocument[]; notDone: LeftOut[] }

/** Says of each document what was done with it, or why not. */
export function ChosenDonePage({ chrome, act, back, rest, done, notDone }: ChosenDoneProps): JSX.Element {
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
        <Rest chrome={chrome} act={act} back={back} rest={rest} />
      </div>
    </ConsoleLayout>
  )
}

type ListedProps = {
  heading: string
  documents: (ChosenDocument & { why?: string })[]
  lang: ConsoleChrome['lang']
}

/** Long lists are folded behind their first. */
const listedAtOnce = 10

function Listed({ heading, documents, lang }: ListedProps): JSX.Element | null {
  if (documents.length === 0) return null
  const first = documents.slice(0, listedAtOnce)
  const others = documents.slice(listedAtOnce)
  return (
    <Part heading={bracketed(heading, documents.length, lang)}>
      <Lines documents={first} lang={lang} />
      {others.length === 0 ? null : (
        <details class="chosen-others">
          <summary>{chosenWords[lang].others(others.length)}</summary>
          <Lines documents={others} lang={lang} />
        </details>
      )}
    </Part>
  )
}

function Lines({ documents, lang }: Omit<ListedProps, 'heading'>): JSX.Element {
  const { untitled } = wordsIn(lang).documents
  return (
    <ul class="chosen-list">
      {documents.map(({ id, title, why }) => (
        <li key={id}>
          <a href={`/console/documents/${id}`}>{title || untitled}</a>
          {why === undefined ? null : <span class="note">{why}</span>}
        </li>
      ))}
    </ul>
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
