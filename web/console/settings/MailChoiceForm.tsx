import type { JSX } from 'preact'
import { letterLanguages } from '#domain/letter-language.ts'
import { type OptionalMail, optionalMails } from '#domain/optional-mail.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { Switch } from '../frame/Switch.tsx'
import { mailChoiceWords } from './mail-choice-words.ts'

/** Each by its own name, for whoever reads no other. */
const languageNames: Record<RecipientLanguage, string> = {
  ja: '日本語',
  en: 'English',
  'zh-CHS': '简体中文',
  'zh-CHT': '繁體中文',
}
const htmlLanguage: Record<RecipientLanguage, string> = {
  ja: 'ja',
  en: 'en',
  'zh-CHS': 'zh-Hans',
  'zh-CHT': 'zh-Hant',
}

export type MailChoiceFormProps = {
  chrome: ConsoleChrome
  /** Where the mails go. */
  email: string
  off: OptionalMail[]
  /** Null: the usual one. */
  language: RecipientLanguage | null
}

/** Which mails a member gets. */
export function MailChoiceForm({ chrome, email, off, language }: MailChoiceFormProps): JSX.Element {
  const words = mailChoiceWords[chrome.lang]
  return (
    <section class="card" id="mails" aria-labelledby="mails-heading">
      <h2 id="mails-heading">{words.title}</h2>
      <p class="hint">{words.lead(email)}</p>
      <form method="post" action="/console/mails" class="mail-choice" novalidate>
        <FormToken value={chrome.formToken} />
        <fieldset>
          <legend>{words.legend}</legend>
          <div class="choices">
            {optionalMails.map((each) => (
              <Switch
                key={each}
                name={each}
                on={!off.includes(each)}
                label={words.mails[each].name}
                hint={words.mails[each].hint}
              />
            ))}
          </div>
          <p class="note">{words.always}</p>
        </fieldset>
        <fieldset>
          <legend>{words.languageLegend}</legend>
          <div class="field">
            <label for="language">{words.language}</label>
            <p class="hint" id="language-hint">
              {words.languageHint}
            </p>
            <select id="language" name="language" aria-describedby="language-hint">
              <option value="" selected={language === null}>
                {words.usualLanguage}
              </option>
              {letterLanguages.map((each) => (
                <option key={each} value={each} lang={htmlLanguage[each]} selected={each === language}>
                  {languageNames[each]}
                </option>
              ))}
            </select>
          </div>
        </fieldset>
        <Button kind="quiet">{words.button}</Button>
      </form>
    </section>
  )
}
