import { type DemoLook, DemoShell } from './DemoShell.tsx'
import { FlatScene } from './FlatScene.tsx'
import { type Flat, yen } from './flats.ts'
import { HeroScene } from './HeroScene.tsx'

/** The demo company's shop window. */
export function LandingPage({ look, flats }: { look: DemoLook; flats: Flat[] }) {
  const { lang, landing: words } = look.words
  return (
    <DemoShell look={look} title={words.title}>
      <section class="tsubame-hero">
        <div>
          <h1>{words.heading}</h1>
          <p>{words.lead}</p>
          <p>
            <a class="tsubame-button" href="#flats">
              {words.see}
            </a>
          </p>
        </div>
        <HeroScene />
      </section>

      <section id="flats" class="tsubame-section">
        <h2>{words.offers}</h2>
        <ul class="tsubame-flats">
          {flats.map((flat) => {
            const told = lang === 'ja' ? flat : flat.en
            return (
              <li key={flat.id} class="tsubame-flat">
                <FlatScene scene={flat.scene} />
                <div>
                  <h3>{told.name}</h3>
                  <p class="tsubame-rent">
                    <strong>{yen(flat.rent, lang)}</strong>
                    <span>{words.fee(yen(flat.commonFee, lang))}</span>
                  </p>
                  <ul class="tsubame-facts">
                    <li>{flat.layout}</li>
                    <li>{lang === 'ja' ? `${flat.area}㎡` : `${flat.area} m²`}</li>
                    <li>{told.access}</li>
                  </ul>
                  <p>{told.words}</p>
                  <a class="tsubame-button tsubame-quiet" href={`/playground/apply?flat=${flat.id}`}>
                    {words.apply}
                  </a>
                </div>
              </li>
            )
          })}
        </ul>
      </section>

      <section id="steps" class="tsubame-section">
        <h2>{words.steps}</h2>
        <ol class="tsubame-steps">
          {words.each.map(({ name, text }) => (
            <li key={name}>
              <h3>{name}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>
    </DemoShell>
  )
}
