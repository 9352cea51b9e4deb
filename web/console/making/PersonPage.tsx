import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import { sightOfPerson } from '#domain/draft-sight.ts'
import { identificationOf, type Participant } from '#domain/participant.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { inOneLine } from '../words/marks.ts'
import { personName } from '../words/template-words.ts'
import { factsOf } from './DraftPeople.tsx'
import { PersonFields } from './PersonFields.tsx'
import { peopleWords } from './people-words.ts'
import type { Entry, PersonEntry } from './person-entry.ts'

export type PersonPageProps = {
  chrome: ConsoleChrome
  document: Document
  person: Participant
  entry: Entry<PersonEntry>
  /** Another page saved something else meanwhile. */
  changed: boolean
}

/** One recipient of a draft, to be changed. */
export function PersonPage({ chrome, document, person, entry, changed }: PersonPageProps): JSX.Element {
  const words = peopleWords(chrome.lang)
  const inError = changed || Object.keys(entry.problems).length > 0
  const siteId = identificationOf(person) === 'simple' ? person.recipientId : null
  const saved = [personName(person, chrome.lang), person.organization, ...factsOf(person, chrome.lang)]
  return (
    <ConsoleLayout chrome={chrome} title={words.form.editTitle} section="documents" inError={inError}>
      <div class="making-start">
        <h1>{words.form.editTitle}</h1>
        <form
          method="post"
          action={`/console/documents/${document.id}/people/${person.id}`}
          class="card"
          novalidate
        >
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="seen" value={sightOfPerson(document, person.id)} />
          {changed ? (
            <Notice kind="warning" focused>
              <p>{words.changed}</p>
              <p>
                {words.now(
                  inOneLine(
                    saved.filter((each) => each !== ''),
                    chrome.lang,
                  ),
                )}
              </p>
            </Notice>
          ) : null}
          <PersonFields lang={chrome.lang} entry={entry} siteId={siteId} autofocus={!inError} />
          <div class="acts">
            <LinkButton kind="quiet" href={`/console/documents/${document.id}/draft#people`}>
              {words.form.back}
            </LinkButton>
            <Button>{words.form.saveButton}</Button>
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}
