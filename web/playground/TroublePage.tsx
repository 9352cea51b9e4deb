import { type DemoLook, DemoShell } from './DemoShell.tsx'

/** Shown when the signing server could not be reached or said no; `code` is its error, for the integrator's eyes. */
export function TroublePage(props: { look: DemoLook; code: string | null }) {
  return (
    <DemoShell look={props.look} title="ただいまお手続きできません">
      <div class="tsubame-narrow tsubame-outcome">
        <h1>ただいまお手続きできません</h1>
        <p>
          電子契約サービスから応答がありませんでした。お申し込みはまだ完了していません。時間をおいてもう一度お試しください。
        </p>
        {props.code && <p class="tsubame-note">{`開発者向け：Web API の応答 ${props.code}`}</p>}
        <p>
          <a class="tsubame-button" href="/playground/apply">
            申し込みの画面へ戻る
          </a>
        </p>
      </div>
    </DemoShell>
  )
}
