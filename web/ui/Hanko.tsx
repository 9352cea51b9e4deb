import type { JSX } from 'preact'
import { hankoGlyphs } from './hanko-columns.ts'

export type HankoProps = {
  /** The name as typed. */
  name: string
  /** Unique in the page: the ink's texture is a filter that is referred to by id. */
  id: string
  /** What a screen reader says. */
  label: string
}

/** A round vermilion seal with the name set vertically or in two columns, pressed a little unevenly, as by hand. */
export function Hanko({ name, id, label }: HankoProps): JSX.Element {
  return (
    <svg class="hanko" viewBox="0 0 100 100" role="img" aria-label={label}>
      <filter id={`${id}-ink`} x="-5%" y="-5%" width="110%" height="110%">
        <feTurbulence type="fractalNoise" baseFrequency="0.09" numOctaves="2" seed="7" result="grain" />
        <feDisplacementMap in="SourceGraphic" in2="grain" scale="1.6" result="edge" />
        <feColorMatrix in="grain" values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 -4.5 3.75" result="gaps" />
        <feComposite in="edge" in2="gaps" operator="in" />
      </filter>
      <g filter={`url(#${id}-ink)`} transform="rotate(-4 50 50)" fill="#C73E2C">
        <circle cx="50" cy="50" r="46" fill="none" stroke="#C73E2C" stroke-width="4.5" />
        <g
          font-family="'Hiragino Mincho ProN','Yu Mincho','Noto Serif JP','Noto Serif CJK JP',serif"
          font-weight="700"
          text-anchor="middle"
        >
          {hankoGlyphs(name).map((glyph) => (
            <text
              key={`${glyph.x}-${glyph.y}`}
              transform={`translate(${glyph.x} ${glyph.y + glyph.size * 0.36}) scale(${glyph.stretch} 1)`}
              font-size={glyph.size}
            >
              {glyph.character}
            </text>
          ))}
        </g>
      </g>
    </svg>
  )
}
