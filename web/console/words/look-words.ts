import type { Language } from '#domain/language.ts'
import type { LogoProblem } from '#domain/logo-problem.ts'

const ja = {
  title: '署名画面の見た目',
  lead: '宛先の方が見る画面に、チームのロゴと色を使えます。送信者の名前と会社名は、いつも表示します。',
  inSettings: 'ロゴと色',
  back: 'チーム設定',
  logo: 'ロゴ',
  logoHint: 'PNG か SVG、200 KBまで。文字やリンクなど、絵ではないものは取り除きます。',
  none: 'ロゴはありません。',
  keptLogo: 'いまのロゴを使います。別のファイルを選ぶと、置き換わります。',
  removeLogo: 'ロゴを使わない',
  colour: '色',
  useColour: '色を変える',
  useHint: 'ボタンやリンクの色です。暗い配色の画面では、読みやすい明るさに変わります。',
  colourField: '使う色',
  preview: 'プレビューする',
  previewTitle: 'プレビュー',
  now: 'いまの見た目',
  unsaved: 'まだ保存していません。',
  save: 'この見た目にする',
  discard: 'やめる',
  saved: '保存しました。これから開く画面に使います。',
  unchanged: '変更はありませんでした。',
  sample: {
    sender: '送信者',
    name: 'ご担当者名',
    steps: ['本人確認', '内容確認', '同意'],
    heading: '本人確認をお願いします',
    text: 'ご登録の携帯電話番号を入力してください。',
    link: '番号が違うとき',
    button: '認証コードを送る',
  },
  problems: {
    logo: {
      too_large: '200 KBより大きいファイルです。小さくしてから選び直してください。',
      no_picture: 'PNG でも SVG でもないファイルです。どちらかで書き出して、選び直してください。',
      too_wide: '縦か横が2,000ピクセルを超えています。小さくしてから選び直してください。',
      broken: 'ファイルが壊れているか、正しい書き方ではありません。もう一度書き出して、選び直してください。',
      empty: '図形が見つかりませんでした。文字は図形（アウトライン）に変えてから書き出してください。',
    } satisfies Record<LogoProblem, string>,
    gone: 'このロゴは、もう残っていません。もう一度選んでください。',
    colour: '色は #1f4e79 のように、6桁で入力してください。',
    contrast: (contrast: number, nearest: string) =>
      `この色では文字が読みにくくなります（明るさの差は${contrast.toFixed(1)}、4.5以上が必要です）。近い色では ${nearest} が使えます。`,
  },
}

const en: typeof ja = {
  title: 'Look of the signing pages',
  lead: 'The pages that recipients see can carry your team’s logo and colour. The sender’s name and company are always shown.',
  inSettings: 'Logo and colour',
  back: 'Team settings',
  logo: 'Logo',
  logoHint: 'PNG or SVG, up to 200 KB. Anything that is not a shape, such as text and links, is removed.',
  none: 'No logo.',
  keptLogo: 'The current logo is used. Choose another file to replace it.',
  removeLogo: 'Do not use a logo',
  colour: 'Colour',
  useColour: 'Use a custom colour',
  useHint: 'Used for buttons and links. In dark mode it is lightened so that it stays readable.',
  colourField: 'Colour',
  preview: 'Preview',
  previewTitle: 'Preview',
  now: 'Current look',
  unsaved: 'Not saved yet.',
  save: 'Use this look',
  discard: 'Discard',
  saved: 'Saved. It applies to pages opened from now on.',
  unchanged: 'There were no changes to save.',
  sample: {
    sender: 'Sender',
    name: 'Your name',
    steps: ['Identity', 'Review', 'Consent'],
    heading: 'Please confirm who you are',
    text: 'Enter your registered mobile number.',
    link: 'Not my number',
    button: 'Send a code',
  },
  problems: {
    logo: {
      too_large: 'This file is larger than 200 KB. Make it smaller and choose it again.',
      no_picture: 'This file is neither PNG nor SVG. Export it as one of them and choose it again.',
      too_wide: 'It is wider or taller than 2,000 pixels. Make it smaller and choose it again.',
      broken: 'The file is damaged or invalid. Export it again and choose the new file.',
      empty: 'It contains no shapes. Convert text to outlines before exporting.',
    },
    gone: 'This logo is no longer available. Please choose it again.',
    colour: 'Enter the colour with six digits, such as #1f4e79.',
    contrast: (contrast, nearest) =>
      `Text in this colour would be hard to read (contrast ${contrast.toFixed(1)}; at least 4.5 is needed). The nearest suitable colour is ${nearest}.`,
  },
}

const words: Record<Language, typeof ja> = { ja, en }

/** What the page of the signing pages' look says. */
export const lookWordsIn = (lang: Language): typeof ja => words[lang]
