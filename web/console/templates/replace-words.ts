import type { Language } from '#domain/language.ts'

const ja = {
  open: '差し替える',
  title: 'ファイルの差し替え',
  back: 'テンプレートに戻る',
  lead: (name: string): string => `「${name}」を、新しいPDFに差し替えます。`,
  stays: '入力項目は、同じページの同じ位置に残ります。作成済の書類は変わりません。',
  bulk: 'このテンプレートで一括送信をしているときは、残りの行を送らずに止まり、続けるかどうかをお尋ねします。',
  file: '新しいPDF',
  fileHint: '追加のときと同じ検査をしてから差し替えます。',
  button: '差し替える',
  cancel: '差し替えずに戻る',
  nothingChosen: 'PDFファイルを選んでください。',
  gone: '先にお預かりしたファイルがなくなりました。もう一度選んでください。',
  done: 'ファイルを差し替えました。入力項目の位置を「入力項目を置く」でお確かめください。',
  misfits: {
    lead: (file: string, n: number): string =>
      `「${file}」には、入力項目${n}か所の場所がありません。まだ差し替えていません。`,
    list: '場所がない入力項目',
    field: (kind: string, label: string, who: string): string =>
      `${kind}${label === '' ? '' : `「${label}」`}・${who}`,
    pageGone: (page: number, pages: number): string =>
      `${page}ページ目。新しいファイルは${pages}ページまでです。`,
    outside: (page: number): string => `${page}ページ目。新しいページからはみ出します。`,
    to: (page: number, x: number, y: number): string => `移す先：${page}ページ目　X ${x}・Y ${y}`,
    nowhere: '新しいページに入る大きさではないため、移せません。',
    choose: 'この入力項目をどうしますか',
    fates: { move: '近い位置に移す', drop: '外す' },
    moveHint: '移せない項目は外れます。移した位置は、あとで変えられます。',
    dropHint: '外した項目は元に戻せません。',
    changed: '確認のあいだに入力項目が変わりました。もう一度お確かめください。',
    choose_error: 'どちらかを選んでください。',
  },
}

type ReplaceWords = typeof ja

const en: ReplaceWords = {
  open: 'Replace',
  title: 'Replace a file',
  back: 'Back to the template',
  lead: (name) => `Replace “${name}” with a new PDF.`,
  stays: 'Fields keep their pages and positions. Existing documents are not affected.',
  bulk: 'A bulk sending that is running with this template pauses before its next row and asks whether to continue.',
  file: 'New PDF',
  fileHint: 'The file is checked first, like any other file you add.',
  button: 'Replace',
  cancel: 'Go back without replacing',
  nothingChosen: 'Choose a PDF file.',
  gone: 'The uploaded file is no longer available. Please choose it again.',
  done: 'The file was replaced. Check the positions of its fields under “Place fields”.',
  misfits: {
    lead: (file, n) =>
      `“${file}” has no room for ${n === 1 ? 'one field' : `${n} fields`}. Nothing has been replaced yet.`,
    list: 'Fields that do not fit',
    field: (kind, label, who) => `${kind}${label === '' ? '' : ` “${label}”`}, ${who}`,
    pageGone: (page, pages) =>
      `Page ${page}; the new file has ${pages === 1 ? 'one page' : `${pages} pages`}.`,
    outside: (page) => `Page ${page}; it would extend beyond the edge of the new page.`,
    to: (page, x, y) => `Moves to page ${page}, X ${x}, Y ${y}`,
    nowhere: 'It is larger than the new page, so it cannot be moved.',
    choose: 'What should happen to these fields?',
    fates: { move: 'Move them to the nearest position', drop: 'Remove them' },
    moveHint: 'Fields that cannot be moved are removed. You can adjust positions later.',
    dropHint: 'Removed fields cannot be restored.',
    changed: 'The fields have changed in the meantime. Please check again.',
    choose_error: 'Choose one of the two.',
  },
}

/** What is said where a file of a template is replaced. */
export function replaceWords(language: Language): ReplaceWords {
  return language === 'ja' ? ja : en
}
