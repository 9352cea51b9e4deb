import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { peopleWords } from './people-words.ts'
import type { Entry, How, PersonEntry } from './person-entry.ts'

const languages: RecipientLanguage[] = ['ja', 'en', 'zh-CHS', 'zh-CHT']

export type PersonFieldsProps = {
  lang: Language
  entry: Entry<PersonEntry>
  /** Their id at the integrating site, where it identifies them; null elsewhere. */
  siteId: string | null
  autofocus: boolean
  /** Where several people stand in one form: what their fields' names begin with. */
  prefix?: string
}

/** Who a recipient is and how they are identified; fields of the other way are not shown (where the browser can). */
export function PersonFields(props: PersonFieldsProps): JSX.Element {
  const { lang, entry, siteId, autofocus, prefix = '' } = props
  const words = peopleWords(lang).form
  const { typed, problems } = entry
  const error = (name: string) => problems[name] ?? null
  const ways: [How, string, string][] = [
    ['sms', words.sms, words.smsHint],
    ['mail', words.mail, words.mailHint],
    ...(siteId === null
      ? []
      : [['site', words.site, words.siteHint(siteId)] satisfies [How, string, string]]),
  ]
  return (
    <div class="person-fields">
      {problems.form === undefined ? null : <Notice kind="warning">{problems.form}</Notice>}
      <fieldset class="ways">
        <legend>{words.how}</legend>
        {ways.map(([how, label, hint]) => (
          <div class="way-choice" key={how}>
            <input
              type="radio"
              id={`${prefix}how-${how}`}
              name={`${prefix}how`}
              value={how}
              checked={typed.how === how}
              aria-describedby={`${prefix}how-${how}-hint`}
            />
            <label for={`${prefix}how-${how}`}>{label}</label>
            <p class="hint" id={`${prefix}how-${how}-hint`}>
              {hint}
            </p>
          </div>
        ))}
      </fieldset>
      <div class="pair">
        <Field
          id={`${prefix}name`}
          name={`${prefix}name`}
          label={words.name}
          hint={null}
          error={error('name')}
          value={typed.name}
          autocomplete="off"
          required
          autofocus={autofocus}
        />
        <Field
          id={`${prefix}organization`}
          name={`${prefix}organization`}
          label={words.organization}
          hint={null}
          error={error('organization')}
          value={typed.organization}
          autocomplete="off"
        />
      </div>
      <div class="for-sms">
        <Field
          id={`${prefix}tel`}
          name={`${prefix}tel`}
          type="tel"
          label={words.tel}
          hint={words.telHint}
          error={error('tel')}
          value={typed.tel}
          autocomplete="off"
        />
      </div>
      <div class="for-mail">
        <Field
          id={`${prefix}email`}
          name={`${prefix}email`}
          type="email"
          label={words.email}
          hint={null}
          error={error('email')}
          value={typed.email}
          autocomplete="off"
        />
        <details class="more" {...(error('access_code') === null ? {} : { open: true })}>
          <summary>{words.more}</summary>
          <div>
            <Field
              id={`${prefix}access_code`}
              name={`${prefix}access_code`}
              label={words.accessCode}
              hint={words.accessCodeHint}
              error={error('access_code')}
              value={typed.accessCode}
              autocomplete="off"
            />
            <div class="field">
              <label for={`${prefix}language_code`}>{words.language}</label>
              <select id={`${prefix}language_code`} name={`${prefix}language_code`}>
                {languages.map((each) => (
                  <option key={each} value={each} selected={typed.language === each}>
                    {peopleWords(lang).language[each]}
                  </option>
                ))}
              </select>
            </div>
          </div>
        </details>
      </div>
    </div>
  )
}
