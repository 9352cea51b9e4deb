import type { Language } from '#domain/language.ts'

const ja = {
  link: '表示とキー操作',
  title: '表示とキー操作',
  lead: 'お使いのブラウザーだけに保存します。ほかの端末やメンバーの画面は変わりません。',
  scheme: '画面の配色',
  schemes: { device: '端末の設定に合わせる', light: '明るい', dark: '暗い' },
  schemeHint: '契約書の紙面は、暗い配色でも白いまま表示します。',
  keys: 'キー操作',
  keysSwitch: 'キー操作を使う',
  keysHint:
    '文字のキーを1つ押すだけで動きます。音声入力などで意図せず動くときは、オフにしてください。文字の入力中は働きません。',
  caption: 'キーの一覧',
  columns: { key: 'キー', does: 'すること' },
  behind: '続けて',
  goTo: (section: string) => `「${section}」へ移動`,
  search: '検索欄へ移動',
  create: '新しい書類を作る',
  next: '一覧の次の行へ',
  previous: '一覧の前の行へ',
  open: '選んだ行を開く',
  help: 'この一覧を開く',
  close: '閉じる',
  button: '保存する',
  saved: '保存しました。',
}

const en: typeof ja = {
  link: 'Display and shortcuts',
  title: 'Display and shortcuts',
  lead: 'Saved in this browser only. Your other devices and your colleagues are not affected.',
  scheme: 'Colours',
  schemes: { device: 'Same as device', light: 'Light', dark: 'Dark' },
  schemeHint: 'Contract pages stay white in dark mode.',
  keys: 'Keyboard shortcuts',
  keysSwitch: 'Use keyboard shortcuts',
  keysHint:
    'Shortcuts are single keys. Switch them off if, for example, speech input triggers them. They are inactive while you type.',
  caption: 'Keys',
  columns: { key: 'Key', does: 'What it does' },
  behind: 'then',
  goTo: (section) => `Go to ${section}`,
  search: 'Go to the search field',
  create: 'Make a new document',
  next: 'Next row in a list',
  previous: 'Previous row in a list',
  open: 'Open the selected row',
  help: 'Open this list',
  close: 'Close',
  button: 'Save',
  saved: 'Saved.',
}

const words: Record<Language, typeof ja> = { ja, en }

/** What the page of display and keys says, and the sheet that `?` opens. */
export const displayWordsIn = (lang: Language): typeof ja => words[lang]
