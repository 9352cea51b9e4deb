import { type DemoLook, DemoShell, PhoneHint } from './DemoShell.tsx'
import { outcomeWords } from './outcome-words.ts'

/** What the demo site can have to say to someone who comes back. `unknown`: this browser started no such contract. */
export type Outcome =
  | 'concluded'
  | 'sealing'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'locked'
  | 'not_available'
  | 'unfinished'
  | 'unknown'

type OutcomeDocument = { id: string; title: string; comment: string }
type Props = { look: DemoLook; outcome: Outcome; document?: OutcomeDocument }

/** The page to which the customer returns: what has become of the contract, and what can be done now. */
export function OutcomePage({ look, outcome, document }: Props) {
  const words = outcomeWords[look.words.lang]
  const { title, text } = words.each[outcome]
  const resumable = ['expired', 'locked', 'not_available', 'unfinished'].includes(outcome)
  return (
    <DemoShell look={look} title={title}>
      <div class={`tsubame-narrow tsubame-outcome tsubame-${outcome}`}>
        <OutcomeMark outcome={outcome} />
        <h1>{title}</h1>
        {document && <p class="tsubame-document">{document.title}</p>}
        <p>{text}</p>
        {outcome === 'declined' && document?.comment && (
          <blockquote class="tsubame-comment">
            <p>{document.comment}</p>
          </blockquote>
        )}
        {outcome === 'concluded' && document && <Copies id={document.id} words={words} />}
        {document && resumable && (
          <form method="post" action="/playground/continue">
            <input type="hidden" name="document_id" value={document.id} />
            <button class="tsubame-button" type="submit">
              {words.resume}
            </button>
          </form>
        )}
        {outcome === 'locked' && (
          <p class="tsubame-note">
            {words.unlock[0]}
            <a href={look.console} target="_blank" rel="noopener">
              {words.unlock[1]}
            </a>
            {words.unlock[2]}
          </p>
        )}
        {(outcome === 'unfinished' || outcome === 'expired') && <PhoneHint words={look.words.hint} />}
        {outcome !== 'sealing' && (
          <p>
            <a href="/playground">{outcome === 'concluded' ? words.top : words.list}</a>
          </p>
        )}
      </div>
    </DemoShell>
  )
}

function Copies(props: { id: string; words: { contract: string; certificate: string } }) {
  const copies = `/playground/contracts/${encodeURIComponent(props.id)}`
  return (
    <ul class="tsubame-copies">
      <li>
        <a class="tsubame-button" href={`${copies}/contract.pdf`} download>
          {props.words.contract}
        </a>
      </li>
      <li>
        <a class="tsubame-button tsubame-quiet" href={`${copies}/certificate.pdf`} download>
          {props.words.certificate}
        </a>
      </li>
    </ul>
  )
}

function OutcomeMark(props: { outcome: Outcome }) {
  if (props.outcome === 'sealing') return <div class="tsubame-working" aria-hidden="true" />
  const sign = props.outcome === 'concluded' ? 'M20 34.500 29 43.500 45 23.500' : 'M32 19v17M32 44v.5'
  return (
    <svg class="tsubame-mark" viewBox="0 0 64 64" aria-hidden="true">
      <circle cx="32" cy="32" r="30" />
      <path d={sign} />
    </svg>
  )
}
