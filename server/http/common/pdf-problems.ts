import type { PdfProblem } from '#domain/pdf-problem.ts'

/** What is wrong with an upload, and what whoever holds the file can do about it. */
type ProblemWords = { cause: string; cure: string }

/** What everybody can do, whatever program made the file: most printers of computers and phones save a PDF. */
const printedAnew =
  'ファイルを開いて「印刷」を選び、プリンターに「PDFに保存」を指定して、保存し直したものをお送りください。'

/**
 * Why an upload is refused, one row for each cause; a new `PdfProblem` does not compile without its words. Japanese: two
 * whole sentences for people. English: the cause goes on after the field's name, and the cure follows a semicolon, as the
 * Web API says it. `docs/upload-refusals.md` shows both, and a test holds it to this table.
 */
export const pdfProblemWords: Record<PdfProblem, Record<'ja' | 'en', ProblemWords>> = {
  empty: {
    ja: { cause: 'ファイルが空です。', cure: 'PDFファイルを選び直してください。' },
    en: { cause: 'is empty', cure: 'upload a PDF file' },
  },
  not_pdf: {
    ja: { cause: 'PDFファイルではありません。', cure: '作成したソフトでPDFに書き出してからお送りください。' },
    en: { cause: 'does not begin with %PDF-', cure: 'upload a PDF file' },
  },
  no_eof: {
    ja: {
      cause: 'ファイルが途中で切れています。',
      cure: 'もう一度受け取るかダウンロードし直してからお送りください。',
    },
    en: {
      cause: 'does not end with %%EOF, so it was probably cut off on its way',
      cure: 'get it again and upload it',
    },
  },
  encrypted: {
    ja: { cause: 'パスワードや編集制限がかかっています。', cure: `パスワードや制限を外すか、${printedAnew}` },
    en: {
      cause: 'is encrypted or protected by a password',
      cure: 'remove the protection, for example by printing it to PDF, and upload the result',
    },
  },
  xfa: {
    ja: { cause: 'XFA形式の入力フォームです。', cure: printedAnew },
    en: { cause: 'is an XFA form', cure: 'print it to PDF and upload the result' },
  },
  javascript: {
    ja: { cause: 'スクリプトやプログラムの起動が含まれています。', cure: printedAnew },
    en: { cause: 'contains JavaScript or launch actions', cure: 'print it to PDF and upload the result' },
  },
  no_pages: {
    ja: { cause: 'ページが1つもありません。', cure: '作成したソフトで、もう一度PDFに書き出してください。' },
    en: { cause: 'has no pages', cure: 'upload a PDF with at least one page' },
  },
  page_tree_broken: {
    ja: { cause: 'ページの構成が壊れています。', cure: printedAnew },
    en: {
      cause: 'has a broken page tree, so readers could show different pages',
      cure: 'print it to PDF and upload the result',
    },
  },
  page_without_size: {
    ja: { cause: '大きさの決まっていないページがあります。', cure: printedAnew },
    en: { cause: 'has a page without a size', cure: 'print it to PDF and upload the result' },
  },
  too_many_pages: {
    ja: { cause: '1,000ページを超えています。', cure: '1,000ページ以下のファイルに分けてお送りください。' },
    en: { cause: 'has more than 1,000 pages', cure: 'split it' },
  },
  needs_repair: {
    ja: { cause: 'ファイルが壊れており、修復できません。', cure: printedAnew },
    en: { cause: 'is damaged beyond what we can repair', cure: 'print it to PDF and upload the result' },
  },
  readers_disagree: {
    ja: { cause: 'ファイルが壊れており、開くソフトによって内容が変わります。', cure: printedAnew },
    en: {
      cause: 'is damaged, and readers would show different contents',
      cure: 'print it to PDF and upload the result',
    },
  },
  signed_damaged: {
    ja: {
      cause: 'ファイルが壊れており、修復すると既存の電子署名が無効になります。',
      cure: `署名された方から元のファイルを受け取り直すか、${printedAnew}`,
    },
    en: {
      cause: 'is damaged and carries signatures that a repair would break',
      cure: 'ask its signer for an intact file, or print it to PDF',
    },
  },
  broken_signatures: {
    ja: {
      cause: '既存の電子署名の一部が無効になっています。',
      cure: `署名された方から元のファイルを受け取り直すか、${printedAnew}`,
    },
    en: {
      cause: 'carries signatures of which some no longer fit the file',
      cure: 'ask for an intact file, or print it to PDF',
    },
  },
  certified_no_changes: {
    ja: {
      cause: '変更を一切認めない証明やロックがされているため、署名できません。',
      cure: '作成された方から、証明やロックのないファイルを受け取ってお送りください。',
    },
    en: {
      cause: 'is certified or locked by its signer against any change, so nobody could sign it',
      cure: 'upload an uncertified copy',
    },
  },
  content_unclear: {
    ja: { cause: '開くソフトや操作によって表示が変わるページがあります。', cure: printedAnew },
    en: {
      cause:
        'shows something else in other viewers (unclear drawing commands, data in other files, actions that hide or show parts)',
      cure: 'print it to PDF and upload the result',
    },
  },
  active_content: {
    ja: {
      cause:
        '音声・動画・3D、または別のファイルを開く・データを送る・入力を消すリンクやボタンが含まれています。',
      cure: printedAnew,
    },
    en: {
      cause:
        'contains sound, video, 3-D models, or links and buttons that open other files, send data or clear fields',
      cure: 'print it to PDF and upload the result',
    },
  },
  portfolio: {
    ja: {
      cause: '複数のファイルをまとめたPDFポートフォリオです。',
      cure: '開いて中のファイルを保存し、1つずつお送りください。',
    },
    en: {
      cause: 'is a PDF portfolio of several files',
      cure: 'open it, save the files in it, and upload them one by one',
    },
  },
  layers_hidden: {
    ja: {
      cause: '隠れているレイヤー、または画面と印刷で表示が変わるレイヤーがあります。',
      cure: `レイヤーを表示するか削除する、または${printedAnew}`,
    },
    en: {
      cause: 'has layers that are hidden, or that show on screen but not in print',
      cure: 'show or remove them, or print it to PDF, and upload the result',
    },
  },
  print_differs: {
    ja: { cause: '画面と印刷で表示が変わる注釈があります。', cure: printedAnew },
    en: {
      cause: 'has notes or marks that show on screen but not in print, or the other way round',
      cure: 'print it to PDF and upload the result',
    },
  },
  form_unclear: {
    ja: { cause: '入力欄の値を正しく描けません。', cure: `入力を済ませてから、${printedAnew}` },
    en: {
      cause: 'has a form field whose value cannot be drawn faithfully',
      cure: 'print the filled-in form to PDF and upload the result',
    },
  },
  form_open: {
    ja: {
      cause: '電子署名のあるファイルに、締結後も書き換えられる入力欄が残っています。',
      cure: `署名された方に、入力欄を読み取り専用にして署名し直してもらうか、${printedAnew}その場合、元の電子署名は失われます。`,
    },
    en: {
      cause: 'carries signatures and form fields that anyone could still fill in after the conclusion',
      cure: 'have its signer make the fields read-only before signing, or print it to PDF (which drops those signatures)',
    },
  },
  rehearsal: {
    ja: { cause: 'このファイルは、署名したあとの検証を通りません。', cure: printedAnew },
    en: {
      cause: 'is built in a way that its signed version would not pass our final checks',
      cure: 'print it to PDF and upload the result',
    },
  },
  too_costly: {
    ja: { cause: '読み取りに時間がかかりすぎます。', cure: printedAnew },
    en: { cause: 'takes too much work to read', cure: 'simplify it, for example by printing it to PDF' },
  },
}

/** The row of a problem as it comes with a refusal. */
export function wordsOfProblem(problem: string): Record<'ja' | 'en', ProblemWords> {
  return pdfProblemWords[problem as PdfProblem] ?? pdfProblemWords.needs_repair
}
