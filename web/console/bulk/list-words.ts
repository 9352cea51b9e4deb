import type { Language } from '#domain/language.ts'
import type { ListProblem } from './list-problem.ts'

const number = (n: number) => n.toLocaleString('en-US')

/** Why a file is no list of rows, and what helps. */
export function listSentence(problem: ListProblem, lang: Language): string {
  const inJapanese = lang === 'ja'
  switch (problem.kind) {
    case 'none':
      return inJapanese ? 'CSVファイルを選んでください。' : 'Choose a CSV file.'
    case 'workbook':
      return inJapanese
        ? 'Excelのブックのままでは読めません。Excelで「名前を付けて保存」から「CSV UTF-8」を選んで保存し、そのファイルを選んでください。'
        : 'This is an Excel workbook. In Excel, save it as “CSV UTF-8” and choose that file.'
    case 'encoding':
      return inJapanese
        ? `${number(problem.line)}行目に読めない文字があります。Excelで「CSV UTF-8」として保存し直してください。`
        : `Line ${number(problem.line)} cannot be read. Save it as “CSV UTF-8” in Excel.`
    case 'quote':
      return inJapanese
        ? `${number(problem.line)}行目から読めません。引用符（"）が閉じているか確かめてください。`
        : `It cannot be read from line ${number(problem.line)} on. Check that its quotes (") are closed.`
    case 'too_large':
      return inJapanese
        ? `ファイルは${problem.limit / 1024 / 1024}MBまでです。いくつかに分けてください。`
        : `A file may have ${problem.limit / 1024 / 1024} MB. Divide it.`
    case 'too_many_rows':
      return inJapanese
        ? `一度に扱えるのは${number(problem.limit)}行までです。いくつかのファイルに分けてください。`
        : `Up to ${number(problem.limit)} rows can be handled at a time. Divide the file.`
    case 'no_row':
      return inJapanese
        ? '見出しの下に行がありません。2行目から宛先を入力してください。'
        : 'There is no row below the headings. Enter recipients from the second line on.'
    case 'headings_unknown':
      return inJapanese
        ? `1行目の見出し「${problem.headings.join('」「')}」は使えません。見本のCSVの見出しに合わせるか、使わない列は消してください（見出しを # で始めると無視します）。`
        : `The headings ${problem.headings.map((each) => `“${each}”`).join(', ')} are unknown. Use those of the sample, or delete the columns (a heading that begins with # is passed over).`
    case 'heading_twice':
      return inJapanese
        ? `見出し「${problem.heading}」が2つあります。1つにしてください。`
        : `The heading “${problem.heading}” is there twice. Keep one.`
    case 'headings_missing':
      return inJapanese
        ? `見出し「${problem.headings.join('」「')}」の列がありません。見本のCSVの見出しに合わせてください。`
        : `The columns ${problem.headings.map((each) => `“${each}”`).join(', ')} are missing. Use the headings of the sample.`
  }
}
