import { type DemoLook, DemoShell } from './DemoShell.tsx'

/** Shown when the signing server could not be reached or said no; `code` is its error, for the integrator's eyes. */
export function TroublePage(props: { look: DemoLook; code: string | null }) {
  const words = props.look.words.trouble
  return (
    <DemoShell look={props.look} title={words.title}>
      <div class="tsubame-narrow tsubame-outcome">
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        {props.code && <p class="tsubame-note">{words.code(props.code)}</p>}
        <p>
          <a class="tsubame-button" href="/playground/apply">
            {words.back}
          </a>
        </p>
      </div>
    </DemoShell>
  )
}
