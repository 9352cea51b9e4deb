import type { JSX } from 'preact'
import type { FactorsHeld } from '#domain/console-session.ts'
import type { Language } from '#domain/language.ts'
import type { TeamMember } from '#domain/member.ts'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { Switch } from '../frame/Switch.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import { FactorState } from '../proving/FactorState.tsx'
import { signInRulesWordsIn } from '../proving/sign-in-rules-words.ts'

export type SignInRulesPageProps = {
  chrome: ConsoleChrome
  entry: { factorRequired: boolean; consoleNetworks: string }
  /** The administrator's own, as the server sees it. */
  address: string
  members: TeamMember[]
  factors: Map<string, FactorsHeld>
  objections: Refusal[]
  done: 'saved' | 'unchanged' | null
}

/** What a team asks of its members at the sign-in, and who has a second factor. */
export function SignInRulesPage(props: SignInRulesPageProps): JSX.Element {
  const { chrome, entry, address, members, factors, objections, done } = props
  const words = signInRulesWordsIn(chrome.lang)
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="settings" inError={objections.length > 0}>
      <p class="back">
        <a href="/console/settings">{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      {done === null ? null : (
        <Notice kind="success" live>
          {words[done]}
        </Notice>
      )}
      <form method="post" action="/console/settings/sign-in" class="settings" novalidate>
        <FormToken value={chrome.formToken} />
        <fieldset class="card">
          <legend>{words.factor}</legend>
          <Switch
            name="factor_required"
            on={entry.factorRequired}
            label={words.required}
            hint={words.requiredHint}
          />
        </fieldset>
        <fieldset class="card">
          <legend>{words.networks}</legend>
          <TextArea
            id="console_networks"
            name="console_networks"
            label={words.networksLabel}
            hint={words.networksHint}
            error={networksProblem(objections, chrome.lang)}
            value={entry.consoleNetworks}
            rows={4}
            autofocus={objections.length > 0}
          />
          <p class="hint after-field">{words.advice(address)}</p>
        </fieldset>
        <div class="save-bar">
          <Button>{words.button}</Button>
        </div>
      </form>
      <h2 class="rules-members">{words.members}</h2>
      <div class="card table-card">
        <Table
          caption={words.members}
          rows={members.filter(({ disabled }) => !disabled)}
          rowKey={({ id }) => id}
          empty={null}
          columns={[
            {
              heading: words.columns.name,
              cell: ({ id, name }) => (
                <>
                  <a class="row-title" href={`/console/members/${id}`}>
                    {name}
                  </a>
                  <span class="row-more">
                    <FactorState held={factors.get(id)} lang={chrome.lang} />
                  </span>
                </>
              ),
            },
            {
              heading: words.columns.factor,
              cell: ({ id }) => <FactorState held={factors.get(id)} lang={chrome.lang} />,
            },
          ]}
        />
      </div>
    </ConsoleLayout>
  )
}

function networksProblem(objections: Refusal[], lang: Language): string | null {
  const [objection] = objections
  if (objection === undefined) return null
  const { problems } = signInRulesWordsIn(lang)
  if (objection.code === 'would_lock_out') return problems.lockOut
  if (objection.code === 'field_too_long') return problems.tooMany(Number(objection.detail?.limit))
  return problems.lines(String(objection.detail?.lines ?? ''))
}
