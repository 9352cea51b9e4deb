import type { ComponentChildren, JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { identificationOf, type Participant } from '#domain/participant.ts'
import { maskNumber } from '#domain/phone-number.ts'
import { byteSize } from '#web/ui/byte-size.ts'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { FileLine } from '../documents/DocumentFiles.tsx'
import { reminderWords } from '../words/reminder-words.ts'
import { personName, templateWords } from '../words/template-words.ts'
import { wordsIn } from '../words/words.ts'
import { replaceWords } from './replace-words.ts'

type PartProps = { template: Document; lang: Language }

/** Whom drafts of this template go to, in order; open places among them. */
export function TemplatePeople({ template, lang }: PartProps): JSX.Element {
  const words = templateWords(lang).page.people
  const recipients = recipientsOf(template)
  return (
    <section class="card" aria-labelledby="people-heading">
      <h2 id="people-heading">{words.title}</h2>
      {recipients.length === 0 ? <p>{words.none}</p> : null}
      <ol class="people">
        {recipients.map((each) => (
          <li key={each.id} id={`person-${each.id}`}>
            <div class="person-head">
              <span class="person-order">{words.order(each.order)}</span>
              {each.slot === null ? null : <StatusDot tone="quiet">{words.place}</StatusDot>}
            </div>
            <p class="person-name">
              <strong>{personName(each, lang)}</strong>
              {each.organization === '' ? null : <span>{each.organization}</span>}
            </p>
            <dl class="facts">
              {facts(template, each, lang).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </section>
  )
}

function facts(template: Document, person: Participant, lang: Language): [string, string][] {
  const words = templateWords(lang).page.people
  const section = wordsIn(lang).document.participants
  const widgets = template.widgets.filter((each) => each.participantId === person.id).length
  const how = person.slot === null ? section.by[identificationOf(person)] : words.placeHow
  const all: [string, string][] = [
    [words.how, how],
    [section.tel, person.tel === '' ? '' : maskNumber(person.tel)],
    [section.email, person.email],
    [section.recipientId, person.recipientId],
    [words.accessCode, person.accessCode === '' ? '' : words.accessCodeSet],
    [words.widgets, words.widgetCount(widgets)],
  ]
  return all.filter(([, value]) => value !== '')
}

/** The files that drafts of this template begin with. */
export function TemplateFiles({
  template,
  lang,
  own,
  children,
}: PartProps & { own: boolean; children: ComponentChildren }): JSX.Element {
  const words = templateWords(lang).page.files
  return (
    <section class="card" aria-labelledby="files-heading">
      <h2 id="files-heading">{words.title}</h2>
      {template.files.length === 0 ? <p>{words.none}</p> : null}
      <ul class="files">
        {template.files.map((file) => {
          const widgets = template.widgets.filter((each) => each.fileId === file.id).length
          return (
            <FileLine
              key={file.id}
              name={file.name}
              href={`/console/templates/${template.id}/files/${file.id}`}
              note={words.note(file.pages.length, widgets, byteSize(file.bytes))}
              sha256={file.sha256}
              words={wordsIn(lang)}
              {...(own && {
                act: {
                  words: replaceWords(lang).open,
                  href: `/console/templates/${template.id}/files/${file.id}/replace`,
                },
              })}
            />
          )
        })}
      </ul>
      {children}
    </section>
  )
}

/** Where they are not those of the team, whatever these are then. */
function remindersOf({ reminders }: PartProps['template'], lang: PartProps['lang']): string {
  const words = reminderWords[lang]
  if (reminders === 'as_team') return ''
  return reminders === 'none' ? words.none : words.plan(reminders)
}

/** Message, note and whatever else drafts of this template take over. */
export function TemplateContent({ template, lang, own }: PartProps & { own: boolean }): JSX.Element {
  const words = templateWords(lang).page.content
  const { attachment, reportees } = template
  const asked = recipientsOf(template).find((each) => each.id === attachment?.participantId)
  const all: [string, string][] = [
    [words.message, template.message],
    [words.note, template.note],
    [words.private, template.private ? words.isPrivate : ''],
    [reminderWords[lang].title, remindersOf(template, lang)],
    [words.transfer, template.canTransfer ? words.mayTransfer : ''],
    [words.reportees, reportees.map((each) => `${each.name} ${each.email}`).join('\n')],
    [
      words.attachment,
      attachment === null || asked === undefined
        ? ''
        : `${words.asked(personName(asked, lang), attachment.required)}\n${attachment.description}`.trim(),
    ],
  ]
  const said = all.filter(([, value]) => value !== '')
  return (
    <section class="card" aria-labelledby="content-heading">
      <h2 id="content-heading">{words.title}</h2>
      {said.length === 0 ? <p>{words.none}</p> : null}
      <dl class="facts wide">
        {said.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="as-typed">{value}</dd>
          </div>
        ))}
      </dl>
      {own ? (
        <p>
          <a href={`/console/documents/${template.id}/reminders`}>{reminderWords[lang].changeIt}</a>
        </p>
      ) : null}
    </section>
  )
}
