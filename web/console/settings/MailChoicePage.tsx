import type { JSX } from 'preact'
import { type OptionalMail, optionalMails } from '#domain/optional-mail.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { mailChoiceWords } from './mail-choice-words.ts'

export type MailChoicePageProps = {
  chrome: ConsoleChrome
  /** Where the mails go. */
  email: string
  off: OptionalMail[]
  done: 'saved' | 'unchanged' | null
}

/** Which mails a member gets. */
export function MailChoicePage({ chrome, email, off, done }: MailChoicePageProps): JSX.Element {
  const words = mailChoiceWords[chrome.lang]
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={null}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead(email)}</p>
      {done === null ? null : (
        <Notice kind="success" live>
          {words[done]}
        </Notice>
      )}
      <form method="post" action="/console/mails" class="settings" novalidate>
        <FormToken value={chrome.formToken} />
        <fieldset class="card">
          <legend>{words.legend}</legend>
          <div class="choices">
            {optionalMails.map((each) => (
              <div key={each} class="switch">
                <input
                  type="checkbox"
                  id={each}
                  name={each}
                  value="1"
                  checked={!off.includes(each)}
                  aria-describedby={`${each}-hint`}
                />
                <div>
                  <label for={each}>{words.mails[each].name}</label>
                  <p class="hint" id={`${each}-hint`}>
                    {words.mails[each].hint}
                  </p>
                </div>
              </div>
            ))}
          </div>
          <p class="note">{words.always}</p>
        </fieldset>
        <div class="save-bar">
          <Button>{words.button}</Button>
        </div>
      </form>
    </ConsoleLayout>
  )
}
