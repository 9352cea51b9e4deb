import type { JSX } from 'preact'
import { letterLanguages } from '#domain/letter-language.ts'
import { type OptionalMail, optionalMails } from '#domain/optional-mail.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
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

export type MailChoicePageProps = {
  chrome: ConsoleChrome
  /** Where the mails go. */
  email: string
  off: OptionalMail[]
  /** Null: the usual one. */
  language: RecipientLanguage | null
  done: 'saved' | 'unchanged' | null
}

/** Which mails a member gets. */
export function MailChoicePage({ chrome, email, off, language, done }: MailChoicePageProps): JSX.Element {
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
        <fieldset class="card">
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
        <div class="save-bar">
          <Button>{words.button}</Button>
        </div>
      </form>
    </ConsoleLayout>
  )
}
