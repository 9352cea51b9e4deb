import type { ComponentChildren, JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import { sightOfDraft } from '#domain/draft-sight.ts'
import { identificationOf } from '#domain/participant.ts'
import { blocksOf } from '#domain/recipient-group.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { PreviewLink } from '../preview/PreviewLink.tsx'
import { approvalWords } from '../words/approval-words.ts'
import { attachmentWordsIn } from '../words/attachment-words.ts'
import { fact, inOneLine } from '../words/marks.ts'
import { planInWords, reminderWords } from '../words/reminder-words.ts'
import { personName } from '../words/template-words.ts'
import { wordsIn } from '../words/words.ts'
import { type ApprovalStanding, AskForApproval } from './AskForApproval.tsx'
import { CheckedPeople } from './CheckedPeople.tsx'
import { AskedForFile } from './DraftAttachment.tsx'
import { sendWords } from './send-words.ts'

/** What stands in the way of sending, and where it is mended. */
export type Lack = { sentence: string; href: string | null }

export type CheckPageProps = {
  chrome: ConsoleChrome
  document: Document
  /** The team's plan of reminders. */
  teamReminders: ReminderPlan | null
  lacks: Lack[]
  /** It was changed after this member had looked it through. */
  changed: boolean
  /** Of the yes that the team wants; null where it wants none. */
  approval: ApprovalStanding | null
  /** It was just asked for. */
  requested: boolean
}

/** The last look before a document goes out: what lacks, what it is, to whom, and what happens then. */
export function CheckPage(props: CheckPageProps): JSX.Element {
  const { chrome, document, teamReminders, lacks, changed } = props
  const reminders = reminderWords[chrome.lang]
  const words = sendWords(chrome.lang)
  const base = `/console/documents/${document.id}`
  const cautions = cautionsOn(document, chrome)
  const ready = lacks.length === 0 && (props.approval === null || props.approval.why === null)
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents" inError={changed}>
      <div class="making-start">
        <h1>{words.title}</h1>
        {changed ? (
          <Notice kind="warning" focused>
            {words.changed}
          </Notice>
        ) : null}
        {props.requested ? (
          <Notice kind="success" live>
            {approvalWords(chrome.lang).ask.requested}
          </Notice>
        ) : null}
        {lacks.length === 0 ? (
          <p class="lead">{ready ? words.lead : approvalWords(chrome.lang).ask.before}</p>
        ) : (
          <Notice kind="warning">
            <p>{words.lacking(lacks.length)}</p>
            <ul>
              {lacks.map(({ sentence, href }) => (
                <li key={`${sentence}${href}`}>{href === null ? sentence : <a href={href}>{sentence}</a>}</li>
              ))}
            </ul>
          </Notice>
        )}
        {cautions.length === 0 ? null : (
          <Notice kind="information">
            <p>{words.cautions}</p>
            <ul>
              {cautions.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </Notice>
        )}
        <Part chrome={chrome} document={document} place="texts" title={words.document}>
          <p class="check-title">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
          <p class={document.message === '' ? 'note' : 'as-typed'}>{document.message || words.noMessage}</p>
          {document.canTransfer ? <p class="note">{words.transfer}</p> : null}
          {document.private ? <p class="note">{words.private}</p> : null}
          <p class="note">
            {fact(reminders.title, planInWords(document, teamReminders, chrome.lang), chrome.lang)}{' '}
            <a
              href={`/console/documents/${document.id}/reminders`}
              aria-label={`${reminders.change}: ${reminders.title}`}
            >
              {reminders.change}
            </a>
          </p>
        </Part>
        <Part chrome={chrome} document={document} place="files" title={words.files}>
          <Sheets chrome={chrome} document={document} />
        </Part>
        <Part chrome={chrome} document={document} place="people" title={words.people}>
          <CheckedPeople document={document} lang={chrome.lang} />
          <PreviewLink base={base} document={document} from="check" lang={chrome.lang} />
        </Part>
        {document.attachment === null ? null : (
          <Part
            chrome={chrome}
            document={document}
            place="attachment"
            title={attachmentWordsIn(chrome.lang).title}
          >
            <AskedForFile document={document} lang={chrome.lang} />
          </Part>
        )}
        {document.reportees.length === 0 ? null : (
          <Part chrome={chrome} document={document} place="reportees" title={words.reportees}>
            <p>
              {inOneLine(
                document.reportees.map(({ name, email }) => `${name} ${email}`),
                chrome.lang,
              )}
            </p>
          </Part>
        )}
        {lacks.length > 0 || props.approval === null ? null : (
          <AskForApproval chrome={chrome} document={document} standing={props.approval} />
        )}
        {ready ? <Next chrome={chrome} document={document} /> : null}
        <form method="post" action={`${base}/send`} class="send-form" data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="seen" value={sightOfDraft(document, teamReminders)} />
          <div class="acts">
            <LinkButton kind={lacks.length === 0 ? 'quiet' : 'primary'} href={`${base}/draft`}>
              {words.back}
            </LinkButton>
            {ready ? <Button id="send">{words.button}</Button> : null}
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}

type PartProps = Pick<CheckPageProps, 'chrome' | 'document'> & {
  place: string
  title: string
  children: ComponentChildren
}

function Part({ chrome, document, place, title, children }: PartProps): JSX.Element {
  const { change } = sendWords(chrome.lang)
  return (
    <section class="card check-part" aria-labelledby={`${place}-heading`}>
      <div class="check-head">
        <h2 id={`${place}-heading`}>{title}</h2>
        <a
          class="button link"
          href={`/console/documents/${document.id}/draft#${place}`}
          aria-label={`${change}: ${title}`}
        >
          {change}
        </a>
      </div>
      {children}
    </section>
  )
}

/** The first page of each file, which opens it. */
export function Sheets({ chrome, document }: Pick<CheckPageProps, 'chrome' | 'document'>): JSX.Element {
  const files = wordsIn(chrome.lang).document.files
  return (
    <ul class="check-sheets">
      {document.files.map(({ id, name, pages }) => {
        const base = `/console/documents/${document.id}/files/${id}`
        return (
          <li key={id}>
            <a href={`${base}/read`} target="_blank" rel="noopener">
              <img src={`${base}/picture`} alt="" width="120" height="170" loading="lazy" />
              <strong>{name}</strong>
              <span class="note">{files.pages(pages.length)}</span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}

/** What sending does, in the order in which it happens. */
function Next({ chrome, document }: Pick<CheckPageProps, 'chrome' | 'document'>): JSX.Element {
  const words = sendWords(chrome.lang)
  const recipients = recipientsOf(document)
  // All of a group are asked at once.
  const [first = []] = blocksOf(recipients)
  return (
    <section class="check-next" aria-labelledby="next-heading">
      <h2 id="next-heading">{words.next}</h2>
      <ol>
        {first.map((each) => (
          <li key={each.id}>{words.first[identificationOf(each)](personName(each, chrome.lang))}</li>
        ))}
        <li>{recipients.length > 1 ? words.others(recipients.length) : words.alone}</li>
        <li>{words.conclusion}</li>
      </ol>
    </section>
  )
}

/** What can be sent as it is, and is often not meant. */
function cautionsOn(document: Document, { lang }: ConsoleChrome): string[] {
  const words = sendWords(lang)
  const doubled = document.files.filter(({ sha256 }, at) =>
    document.files.slice(0, at).some((each) => each.sha256 === sha256),
  )
  const tels = recipientsOf(document).filter(
    ({ id, tel }) => tel !== '' && recipientsOf(document).some((each) => each.id !== id && each.tel === tel),
  )
  return [
    ...(document.title === '' ? [words.untitled] : []),
    ...doubled.map(({ name }) => words.sameFile(name)),
    ...(tels.length === 0
      ? []
      : [
          words.sameTel(
            inOneLine(
              tels.map(({ name }) => name),
              lang,
            ),
          ),
        ]),
  ]
}
