import type { JSX } from 'preact'
import { type Document, recipientsOf, senderOf } from '#domain/document.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { bulkWords } from '../bulk/bulk-words.ts'
import { type AuditedEvent, DocumentTimeline } from '../documents/DocumentTimeline.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { IdFact, TimeFacts } from '../frame/Facts.tsx'
import { placingWords } from '../placing/placing-words.ts'
import { PreviewLink } from '../preview/PreviewLink.tsx'
import { reminderWords } from '../words/reminder-words.ts'
import { templateWords } from '../words/template-words.ts'
import { replaceWords } from './replace-words.ts'
import { TemplateContent, TemplateFiles, TemplatePeople } from './TemplateParts.tsx'
import { ShareState, templatesPath } from './TemplatesPage.tsx'

export type TemplatePageProps = {
  chrome: ConsoleChrome
  template: Document
  /** The member's own: what it is called and who may use it can be changed. */
  own: boolean
  /** Its trail; empty for those who only use it. */
  events: AuditedEvent[]
  /** Key of the success to report; null when none. */
  done: string | null
  /** A name that was refused: kept, with what to do. */
  titleError: { typed: string; sentence: string } | null
}

/** One template: what it holds, the draft that can be made from it, and for its maker what may be changed. */
export function TemplatePage(props: TemplatePageProps): JSX.Element {
  const { chrome, template, own } = props
  const words = templateWords(chrome.lang)
  const section = words.page
  const done =
    props.done === 'reminders'
      ? reminderWords[chrome.lang].done
      : props.done === 'replaced'
        ? replaceWords(chrome.lang).done
        : props.done === null
          ? undefined
          : section.done[props.done]
  const base = `/console/templates/${template.id}`
  return (
    <ConsoleLayout
      chrome={chrome}
      title={template.title}
      section="templates"
      inError={props.titleError !== null}
    >
      <p class="back">
        <a href={templatesPath({ scope: own ? 'own' : 'shared' })}>{section.back}</a>
      </p>
      <div class="document-head">
        <h1>{template.title}</h1>
        <ShareState template={template} words={words} />
      </div>
      <Facts template={template} chrome={chrome} />
      {done === undefined ? null : (
        <Notice kind="success" live>
          {done}
        </Notice>
      )}
      <div class="two-columns">
        <div>
          <section class="card" aria-labelledby="use-heading">
            <h2 id="use-heading">{section.use.title}</h2>
            {recipientsOf(template).some((each) => each.slot !== null) ? (
              <div class="use-template">
                <p>{section.use.lead}</p>
                <p>{section.use.leadOpen}</p>
                <LinkButton href={`${base}/use`}>{section.use.fillButton}</LinkButton>
              </div>
            ) : (
              <form method="post" action={`${base}/draft`} class="use-template" data-once>
                <FormToken value={chrome.formToken} />
                <p>{section.use.lead}</p>
                <Button>{section.use.button}</Button>
              </form>
            )}
            <p class="use-bulk">
              <a href={`${base}/bulk`}>{bulkWords(chrome.lang).open}</a>
              <span class="hint">{bulkWords(chrome.lang).openLead}</span>
            </p>
          </section>
          <TemplatePeople template={template} lang={chrome.lang} />
          <TemplateFiles template={template} lang={chrome.lang} own={own}>
            <p class="acts">
              <PreviewLink base={base} document={template} from="template" lang={chrome.lang} />
              {own ? (
                <LinkButton kind="quiet" href={`${base}/fields`}>
                  {placingWords(chrome.lang).open}
                </LinkButton>
              ) : null}
            </p>
          </TemplateFiles>
          <TemplateContent template={template} lang={chrome.lang} own={own} />
        </div>
        {own ? (
          <div>
            <Sharing {...props} />
            <Renaming {...props} />
            <DocumentTimeline events={props.events} document={template} lang={chrome.lang} />
            <p class="last-act">
              <LinkButton kind="danger" href={`${base}/delete`}>
                {section.remove}
              </LinkButton>
            </p>
          </div>
        ) : null}
      </div>
    </ConsoleLayout>
  )
}

function Facts({ template, chrome }: { template: Document; chrome: ConsoleChrome }): JSX.Element {
  const words = templateWords(chrome.lang).page
  const times: [string, Date][] = [
    [words.createdAt, template.createdAt],
    [words.updatedAt, template.updatedAt],
  ]
  return (
    <dl class="facts inline">
      <TimeFacts times={times} lang={chrome.lang} />
      <div>
        <dt>{words.maker}</dt>
        <dd>{senderOf(template).name}</dd>
      </div>
      <IdFact name={words.id} id={template.id} />
    </dl>
  )
}

function Sharing({ chrome, template }: TemplatePageProps): JSX.Element {
  const words = templateWords(chrome.lang).page.share
  const act = template.shared ? 'unshare' : 'share'
  return (
    <section class="card" aria-labelledby="share-heading">
      <h2 id="share-heading">{words.title}</h2>
      <form method="post" action={`/console/templates/${template.id}/${act}`} class="use-template">
        <FormToken value={chrome.formToken} />
        <p>{template.shared ? words.shared : words.own}</p>
        {template.shared ? null : <p class="note">{words.shareNote}</p>}
        <Button kind="quiet">{words[act]}</Button>
      </form>
    </section>
  )
}

function Renaming({ chrome, template, titleError }: TemplatePageProps): JSX.Element {
  const words = templateWords(chrome.lang)
  return (
    <section class="card" aria-labelledby="rename-heading">
      <h2 id="rename-heading">{words.page.rename.title}</h2>
      <form method="post" action={`/console/templates/${template.id}/rename`} class="use-template" novalidate>
        <FormToken value={chrome.formToken} />
        <Field
          id="title"
          name="title"
          label={words.save.name}
          hint={null}
          error={titleError?.sentence ?? null}
          value={titleError?.typed ?? template.title}
          autocomplete="off"
          required
        />
        <Button kind="quiet">{words.page.rename.button}</Button>
      </form>
    </section>
  )
}
