/**
 * Before these no line may end. Browsers that know phrases end one before ため, before and inside もう一度, and between a
 * closing bracket or a Latin letter and its particle, and take 下書き and 合意締結証明書 apart; others do so anywhere. After 、
 * and 。 a line may begin with もう一度.
 */
const hanging =
  /(?<=[^\s、。<>&;])(?=ため(?:[、。でにのだ]|$)|もう一度)|(?<=[のた])(?=うえ)|(?<=もう)(?=一度)|(?<=全)(?=\d)|(?<=下)(?=書き)|(?<=合意締結証)(?=明書)|(?<=[A-Za-z0-9」』）])(?=から|まで|など|だけ|[をはがにのとでもへや])/g

/** A blank before a particle holds when it is one that no line ends at. */
const blank = /(?<=[A-Za-z0-9」』）]) (?=から|まで|など|だけ|[をはがにのとでもへや])/g

/** The parts of a page: what is not read as lines, a tag, or text. Quoted values may hold `>`. */
const parts =
  /<(title|script|style|textarea|select|pre|code|svg)\b[^>]*>[\s\S]*?<\/\1>|<(?:"[^"]*"|[^">])*>|[^<]+/g

/**
 * The page with those places closed, by a character that styles draw (`no-break` in base.css): what is read, searched and
 * copied stays as it is. Such a text is one element, so that it is one thing also where boxes stand in a row.
 */
export function keepTogether(html: string): string {
  return html.replace(parts, (part) => {
    if (part.startsWith('<')) return part
    const text = part.replace(blank, '\u00a0')
    const kept = text.replace(hanging, '<no-break></no-break>')
    return kept === text ? text : `<kept-words>${kept}</kept-words>`
  })
}
