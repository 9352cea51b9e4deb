import { type DemoLook, DemoShell } from './DemoShell.tsx'
import { FlatScene } from './FlatScene.tsx'
import { type Flat, yen } from './flats.ts'
import { HeroScene } from './HeroScene.tsx'

/** The demo company's shop window. */
export function LandingPage(props: { look: DemoLook; flats: Flat[] }) {
  return (
    <DemoShell look={props.look} title="つばめが帰る町の、お部屋さがし">
      <section class="tsubame-hero">
        <div>
          <h1>つばめが帰る町に、あなたの部屋を。</h1>
          <p>
            気に入ったお部屋の申し込みから賃貸借契約まで、スマートフォンひとつで。来店も印鑑もいりません。
          </p>
          <p>
            <a class="tsubame-button" href="#flats">
              お部屋を見る
            </a>
          </p>
        </div>
        <HeroScene />
      </section>

      <section id="flats" class="tsubame-section">
        <h2>いま申し込めるお部屋</h2>
        <ul class="tsubame-flats">
          {props.flats.map((flat) => (
            <li key={flat.id} class="tsubame-flat">
              <FlatScene scene={flat.scene} />
              <div>
                <h3>{flat.name}</h3>
                <p class="tsubame-rent">
                  <strong>{yen(flat.rent)}</strong>
                  <span>{`／月　共益費 ${yen(flat.commonFee)}`}</span>
                </p>
                <ul class="tsubame-facts">
                  <li>{flat.layout}</li>
                  <li>{`${flat.area}㎡`}</li>
                  <li>{flat.access}</li>
                </ul>
                <p>{flat.words}</p>
                <a class="tsubame-button tsubame-quiet" href={`/playground/apply?flat=${flat.id}`}>
                  このお部屋に申し込む
                </a>
              </div>
            </li>
          ))}
        </ul>
      </section>

      <section id="steps" class="tsubame-section">
        <h2>ご契約の流れ</h2>
        <ol class="tsubame-steps">
          <li>
            <h3>お申し込み</h3>
            <p>お名前と携帯電話番号、入居希望日をお知らせください。その場で契約書をおつくりします。</p>
          </li>
          <li>
            <h3>ご本人の確認</h3>
            <p>携帯電話にSMSで届く6桁の認証コードを入力して、書類を開きます。</p>
          </li>
          <li>
            <h3>ご確認と同意</h3>
            <p>契約書をお読みいただき、同意すると完了です。控えはその場でお受け取りになれます。</p>
          </li>
        </ol>
      </section>
    </DemoShell>
  )
}
