import type { Letter } from '../../usecases/delivery-ports.ts'

/** The faces of our pages, and for Chinese those that its readers' systems bring. Nothing is downloaded. */
export const fonts: Record<Letter['language'], string> = {
  ja: "'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'Yu Gothic UI', Meiryo, sans-serif",
  en: "'Hiragino Sans', 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
  'zh-CHS': "'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
  'zh-CHT': "'PingFang TC', 'Noto Sans TC', 'Noto Sans CJK TC', 'Microsoft JhengHei', sans-serif",
}

const paper = { ground: '#fbfaf7', sheet: '#ffffff', ink: '#1e2428', soft: '#5b646b', line: '#e3e0d8' }
const ai = { ink: '#1f4e79', tint: '#e9f0f6', on: '#ffffff' }
/** As the colours of our pages in a dark scheme (`web/styles/tokens.css`). */
const dark = { ground: '#15191c', sheet: '#1d2327', ink: '#ece9e2', soft: '#a9b0b4', line: '#343b40' }
const darkAi = { ink: '#9cc4ea', tint: '#22313f', on: '#10202e' }

/** Long words break anywhere: a title of one word must not be wider than a phone. */
const text = {
  margin: 0,
  color: paper.ink,
  lineBreak: 'strict',
  overflowWrap: 'anywhere',
}

/** Headings and titles break between phrases; in a paragraph that would leave ragged gaps, as on our pages. */
const phrases = { wordBreak: 'auto-phrase' }

const sheet = { background: paper.sheet, border: `1px solid ${paper.line}`, borderRadius: '12px' }

/** Figures are CSS pixels, but the line height. */
export const style = {
  page: { colorScheme: 'light dark' },
  body: { margin: 0, padding: 0, background: paper.ground, color: paper.ink, WebkitTextSizeAdjust: '100%' },
  ground: { background: paper.ground },
  around: { padding: '24px 12px 32px' },
  column: { maxWidth: '560px', tableLayout: 'fixed' },
  cell: { textAlign: 'left', fontSize: '16px', lineHeight: 1.75 },
  sign: { margin: '0 8px 12px', color: ai.ink, fontSize: '15px', fontWeight: 700, letterSpacing: '0.04em' },
  sheet: { ...sheet, padding: '28px 24px' },
  sheetWithoutAct: { ...sheet, padding: '28px 24px 12px' },
  heading: { ...text, ...phrases, margin: '0 0 20px', fontSize: '22px', fontWeight: 700, lineHeight: 1.4 },
  paragraph: { ...text, margin: '0 0 12px', textWrap: 'pretty' },
  about: {
    ...text,
    ...phrases,
    margin: '20px 0',
    padding: '14px 16px',
    background: ai.tint,
    borderRadius: '8px',
    fontWeight: 600,
    lineHeight: 1.6,
  },
  quote: { margin: '20px 0', padding: '2px 0 2px 16px', borderLeft: `3px solid ${paper.line}` },
  quoteLabel: { ...text, color: paper.soft, fontSize: '14px', fontWeight: 600 },
  quoteText: { ...text, whiteSpace: 'pre-line' },
  buttonPlace: { margin: '20px 0 16px' },
  button: { background: ai.ink, borderRadius: '12px' },
  buttonWords: {
    display: 'block',
    padding: '12px 20px',
    color: ai.on,
    fontSize: '17px',
    fontWeight: 700,
    lineHeight: '28px',
    textDecoration: 'none',
  },
  help: { ...text, color: paper.soft, fontSize: '14px', lineHeight: 1.65 },
  link: { color: ai.ink, wordBreak: 'break-all', textDecoration: 'underline' },
  note: { ...text, margin: '14px 8px 0', color: paper.soft, fontSize: '13px', lineHeight: 1.65 },
} satisfies Record<string, Record<string, string | number>>

/** Programs that keep style sheets show the letter in the dark as our pages are there. */
export const darkScheme = `:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
.ground { background: ${dark.ground} !important; }
.sheet { background: ${dark.sheet} !important; border-color: ${dark.line} !important; }
.ink { color: ${dark.ink} !important; }
.soft { color: ${dark.soft} !important; }
.about { background: ${darkAi.tint} !important; }
.quote { border-color: ${dark.line} !important; }
.sign, .link { color: ${darkAi.ink} !important; }
.button { background: ${darkAi.ink} !important; }
.button-words { color: ${darkAi.on} !important; }
}`
