import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { departmentWordsIn } from '../team/department-words.ts'
import { wordsIn } from '../words/words.ts'

export type FilingPageProps = {
  chrome: ConsoleChrome
  document: { id: string; title: string; cabinetId: string | null }
  /** Cabinets that the sender may open. */
  cabinets: { id: string; name: string; note: string }[]
  /** An imported document always lies in a cabinet. */
  mayBeNone: boolean
}

/** Where the sender chooses the cabinet of a document. */
export function FilingPage({ chrome, document, cabinets, mayBeNone }: FilingPageProps): JSX.Element {
  const words = departmentWordsIn(chrome.lang).filing
  const none = { id: '', name: words.noneChoice, note: '' }
  const choices = mayBeNone ? [...cabinets, none] : cabinets
  const back = `/console/documents/${document.id}`
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents">
      <div class="narrow-section">
        <h1>{words.title}</h1>
        <form method="post" action={`${back}/cabinet`} class="card">
          <FormToken value={chrome.formToken} />
          <p class="lead">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
          {cabinets.length === 0 ? (
            <Notice kind="information">{words.empty}</Notice>
          ) : (
            <fieldset class="choices">
              <legend>{words.legend}</legend>
              <p class="hint">{words.hint}</p>
              {choices.map(({ id, name, note }) => (
                <div class="switch" key={id}>
                  <input
                    type="radio"
                    id={`cabinet-${id}`}
                    name="cabinet_id"
                    value={id}
                    checked={(document.cabinetId ?? '') === id}
                  />
                  <div>
                    <label for={`cabinet-${id}`}>{name}</label>
                    {note === '' ? null : <p class="hint">{note}</p>}
                  </div>
                </div>
              ))}
            </fieldset>
          )}
          <div class="acts">
            <LinkButton href={back} kind="quiet">
              {words.back}
            </LinkButton>
            {cabinets.length === 0 ? null : <Button>{words.button}</Button>}
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}
