import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { homeWords } from './home-words.ts'

const places = {
  return_url: '/console/settings#return_url',
  call: '/console/clients',
  contract: '/console/documents/new',
  webhook: '/console/webhooks/new',
}
type FirstStep = keyof typeof places

const order: FirstStep[] = ['return_url', 'call', 'contract', 'webhook']

export type FirstStepsProps = { steps: Record<FirstStep, boolean>; lang: Language }

/** What a new team does first, with how far it has come. */
export function FirstSteps({ steps, lang }: FirstStepsProps): JSX.Element {
  const words = homeWords[lang].steps
  const done = order.filter((each) => steps[each]).length
  return (
    <section class="card first-steps" aria-labelledby="steps-heading">
      <h2 id="steps-heading">{words.title}</h2>
      <p class="note">
        {words.lead} {words.progress(done)}
      </p>
      <ol>
        {order.map((each) => (
          <li key={each} class={steps[each] ? 'done' : 'open'}>
            <strong>{words[each].name}</strong>
            <StatusDot tone={steps[each] ? 'success' : 'quiet'}>
              {steps[each] ? words.done : words.open}
            </StatusDot>
            {steps[each] ? null : <a href={places[each]}>{words[each].act}</a>}
          </li>
        ))}
      </ol>
    </section>
  )
}
