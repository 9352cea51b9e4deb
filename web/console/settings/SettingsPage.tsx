import type { JSX } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { type SettingsSection, settingsSections } from '#domain/settings-section.ts'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { Switch } from '../frame/Switch.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import { integratorWords } from '../integrator/integrator-words.ts'
import { signInRulesWordsIn } from '../proving/sign-in-rules-words.ts'
import { retentionWords } from '../retention/retention-words.ts'
import { lookWordsIn } from '../words/look-words.ts'
import { reminderWords } from '../words/reminder-words.ts'
import { wordsIn } from '../words/words.ts'
import { ReminderSettings, type RemindersEntry } from './ReminderSettings.tsx'
import { SectionForm } from './SectionForm.tsx'
import { settingsProblem } from './settings-problems.ts'
import { TimeZoneSettings } from './TimeZoneSettings.tsx'
import { type WebApiEntry, WebApiSettings } from './WebApiSettings.tsx'

/** The form's fields as typed. */
export type SettingsEntry = {
  embeddedSigning: boolean
  returnUrl: string
  parameterDocument: string
  parameterParticipant: string
  parameterError: string
  frameAncestors: string
  shownSmsSender: string
  linkSms: boolean
  approvalRequired: boolean
  timeZone: string
  smsPerDay: string
  smsPrice: string
  copyDays: string
  concludedMail: 'attached' | 'link'
  contact: string
  termsUrl: string
  termsText: string
  privacyUrl: string
  webApi: WebApiEntry
  reminders: RemindersEntry
}

export type SettingsPageProps = {
  chrome: ConsoleChrome
  entry: SettingsEntry
  termsVersion: string
  /** The administrator's own, as the server sees it. */
  address: string
  objections: Refusal[]
  done: 'saved' | 'unchanged' | null
  /** Which section was saved or refused; null: all at once, or none yet. */
  section: SettingsSection | null
}

/** The team's settings, each section with its own form. Errors stand beside their fields, entries are kept. */
export function SettingsPage({
  chrome,
  entry,
  termsVersion,
  address,
  objections,
  done,
  section,
}: SettingsPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).settings
  const error = (field: string) => settingsProblem(objections, field, words)
  const firstInError = objections[0]?.field
  const text = (field: string, value: string, label: string, hint: string | null) => (
    <Field
      id={field}
      name={field}
      label={label}
      hint={hint}
      error={error(field)}
      value={value}
      autocomplete="off"
      autofocus={field === firstInError}
    />
  )
  const said =
    done !== null
      ? ({ kind: 'success', text: words[done] } as const)
      : objections.length > 0
        ? ({ kind: 'warning', text: words.errors(objections.length) } as const)
        : null
  const form = (each: SettingsSection) => ({
    chrome,
    section: each,
    button: words.button,
    said: each === section ? said : null,
  })
  const headings: Record<SettingsSection, string> = {
    embedding: words.embedding,
    'web-api': 'Web API',
    recipients: words.recipients,
    reminders: reminderWords[chrome.lang].teamLegend,
    sms: 'SMS',
    approval: words.approval,
    'time-zone': words.timeZone,
    terms: words.terms,
  }
  const pages = [
    { path: 'look', name: lookWordsIn(chrome.lang).inSettings },
    { path: 'sign-in', name: signInRulesWordsIn(chrome.lang).title },
    { path: 'retention', name: retentionWords[chrome.lang].title },
  ]
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="settings" inError={objections.length > 0}>
      <h1>{words.title}</h1>
      {section === null && said !== null ? (
        <Notice kind={said.kind} live>
          {said.text}
        </Notice>
      ) : null}
      <div class="settings-pages">
        <nav aria-label={words.title}>
          <ul>
            {settingsSections.map((each) => (
              <li key={each}>
                <a href={`#part-${each}`}>{headings[each]}</a>
              </li>
            ))}
          </ul>
          <ul>
            {pages.map(({ path, name }) => (
              <li key={path}>
                <a href={`/console/settings/${path}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="settings">
          <SectionForm {...form('embedding')}>
            <fieldset class="card">
              <legend>{words.embedding}</legend>
              <Switch
                name="embedded_signing"
                on={entry.embeddedSigning}
                label={words.embeddedSigning}
                hint={words.embeddedHint}
              />
              {text('return_url', entry.returnUrl, words.returnUrl, words.returnHint)}
              <p class="own-line">
                <a href="/console/return-url">{integratorWords[chrome.lang].tester.link}</a>
              </p>
              <fieldset class="three">
                <legend>{words.parameters}</legend>
                <p class="hint">{words.parametersHint}</p>
                <div class="three-fields">
                  {text('return_parameter_document', entry.parameterDocument, words.parameterDocument, null)}
                  {text(
                    'return_parameter_participant',
                    entry.parameterParticipant,
                    words.parameterParticipant,
                    null,
                  )}
                  {text('return_parameter_error', entry.parameterError, words.parameterError, null)}
                </div>
              </fieldset>
              <TextArea
                id="frame_ancestors"
                name="frame_ancestors"
                label={words.frameAncestors}
                hint={words.frameHint}
                error={error('frame_ancestors')}
                autofocus={firstInError === 'frame_ancestors'}
                value={entry.frameAncestors}
                rows={3}
              />
            </fieldset>
          </SectionForm>
          <SectionForm {...form('web-api')}>
            <WebApiSettings
              lang={chrome.lang}
              entry={entry.webApi}
              objections={objections}
              address={address}
            />
          </SectionForm>
          <SectionForm {...form('recipients')}>
            <fieldset class="card">
              <legend>{words.recipients}</legend>
              {text('shown_sms_sender', entry.shownSmsSender, words.shownSmsSender, words.smsHint)}
              {text('contact', entry.contact, words.contact, words.contactHint)}
              {text('copy_days', entry.copyDays, words.copyDays, words.copyDaysHint)}
              <Switch
                name="concluded_mail"
                value="link"
                on={entry.concludedMail === 'link'}
                label={words.concludedMail}
                hint={words.concludedMailHint}
              />
            </fieldset>
          </SectionForm>
          <SectionForm {...form('reminders')}>
            <ReminderSettings lang={chrome.lang} entry={entry.reminders} objections={objections} />
          </SectionForm>
          <SectionForm {...form('sms')}>
            <fieldset class="card">
              <legend>SMS</legend>
              <p class="note">
                {words.smsSpend}
                <a href="/console/sms">{words.smsPage}</a>
                {words.smsSpendEnd}
              </p>
              {text('sms_per_day', entry.smsPerDay, words.smsPerDay, words.smsPerDayHint)}
              {text('sms_price', entry.smsPrice, words.smsPrice, words.smsPriceHint)}
              <Switch name="link_sms" on={entry.linkSms} label={words.linkSms} hint={words.linkSmsHint} />
            </fieldset>
          </SectionForm>
          <SectionForm {...form('approval')}>
            <fieldset class="card">
              <legend>{words.approval}</legend>
              <Switch
                name="approval_required"
                on={entry.approvalRequired}
                label={words.approvalRequired}
                hint={words.approvalHint}
              />
            </fieldset>
          </SectionForm>
          <SectionForm {...form('time-zone')}>
            <TimeZoneSettings zone={entry.timeZone} error={error('time_zone')} words={words} />
          </SectionForm>
          <SectionForm {...form('terms')}>
            <fieldset class="card">
              <legend>{words.terms}</legend>
              <p class="note">{`${words.termsVersion(termsVersion)}　${words.termsHint}`}</p>
              {text('terms_url', entry.termsUrl, words.termsUrl, null)}
              <TextArea
                id="terms_text"
                name="terms_text"
                label={words.termsText}
                hint={words.termsTextHint}
                error={error('terms_text')}
                autofocus={firstInError === 'terms_text'}
                value={entry.termsText}
                rows={8}
              />
              {text('privacy_url', entry.privacyUrl, words.privacyUrl, null)}
            </fieldset>
          </SectionForm>
        </div>
      </div>
    </ConsoleLayout>
  )
}
