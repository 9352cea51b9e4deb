/** Everything the verification page says, in Japanese. */
export const ja = {
  language: { other: 'English', otherLang: 'en' },
  skip: '本文へ進む',
  evaluation: '評価用の画面です。実際の契約には使えません。',
  title: '電子署名の検証',
  error: 'エラー：',
  lead: 'PDFに付いている署名と、このサーバーが発行したファイルかどうかを確かめられます。',
  privacy: 'ファイルは確認のためだけに使い、すぐに削除します。50MBまで。ログインは要りません。',
  file: 'PDFファイル',
  fileHint: '締結済みの書類か、合意締結証明書を選んでください。',
  button: '検証する',
  hashTitle: 'ハッシュ値で調べる',
  hashLead: 'ファイルを送らずに、このサーバーが発行したかどうかだけを調べます。',
  hashLabel: 'SHA-256（16進 64文字）',
  hashButton: '調べる',
  again: '別のファイルを検証する',
  problems: {
    missing: 'PDFファイルを選んでから、「検証する」を押してください。',
    too_large: 'ファイルが大きすぎます。50MBまでのPDFを選んでください。',
    not_pdf: 'PDFとして読み取れませんでした。PDFファイルを選んでください。',
    hash_malformed: 'ハッシュ値として読み取れませんでした。0〜9とa〜fの64文字で入力してください。',
    too_often:
      'この回線からの検証が続いています。しばらく（最長で1時間）待ってから、もう一度お試しください。',
    too_slow: 'ファイルを60秒以内に受け取れませんでした。通信の速い場所で、もう一度お試しください。',
    busy: 'いまは検証できません。少し待ってから、もう一度お試しください。',
  },
  answers: {
    issued_whole: 'このサーバーが発行し、そのままの状態です',
    issued_not_this_state: 'このサーバーが発行しましたが、この状態では発行していません',
    not_issued: 'このサーバーは発行していません',
    unreadable: '読み取れないファイルです',
  },
  verdicts: {
    concluded: {
      title: '締結された書類です',
      lead: '発行したときから1バイトも変わっていません。',
    },
    certificate: {
      title: '合意締結証明書です',
      lead: '発行したときから1バイトも変わっていません。',
    },
    pending: {
      title: 'このサーバーで手続き中の書類です',
      lead: 'まだ締結されていません。締結のあとに、もう一度確かめてください。',
    },
    ended: {
      title: '締結されずに終わった書類です',
      lead: 'このサーバーで手続きをした書類ですが、取消または却下で終わりました。締結されていません。',
    },
    earlier: {
      title: '締結前の段階のファイルです',
      lead: '付いている署名は本物ですが、締結した書類ではありません。送信者から受け取り直してください。',
    },
    bytes_added: {
      title: '最後の署名のあとに、何かが書き足されています',
      lead: '書き足された部分には誰の署名もありません。途中までは、このサーバーが発行したものです。送信者から受け取り直してください。',
    },
    resaved: {
      title: '別のソフトで保存し直されたファイルです',
      lead: '保存し直すと、内容が同じに見えても署名は確かめられなくなります。もとのファイルを選ぶか、送信者から受け取り直してください。',
    },
    altered: {
      title: '発行したファイルと一致しません',
      lead: 'このサーバーの運営者による署名がありますが、内容が発行したものと違います。送信者から受け取り直してください。',
    },
    encrypted_copy: {
      title: 'パスワードや制限の付いた複製です',
      lead: 'このサーバーの運営者による署名が見えますが、暗号化されると確かめられません。暗号化していないもとのファイルを選んでください。',
    },
    foreign: {
      title: 'ほかの署名者の署名が付いています',
      lead: 'このサーバーの運営者による署名はありません。誰の署名かは、下の一覧で確かめてください。署名者の身元と時刻は、このサーバーでは確かめていません。',
    },
    unsigned: {
      title: '署名の付いていないPDFです',
      lead: '最後まで読み取りましたが、署名は1件もありません。締結した書類を選んだか、お確かめください。',
    },
    unknown_hash: {
      title: 'このハッシュ値のファイルはありません',
      lead: '値をもう一度お確かめいただくか、ファイルそのものを選んでください。',
    },
    encrypted: {
      title: '暗号化されたファイルです',
      lead: 'パスワードや制限が付いているため、署名があるかどうかを確かめられません。暗号化していないもとのファイルを選んでください。',
    },
    damaged: {
      title: 'PDFとして最後まで読み取れません',
      lead: 'ファイルが途中で切れているか、壊れています。署名があるかどうかは分かりません。もう一度受け取り直してください。',
    },
  },
  missing: (names: string[]) => {
    const named = names.filter((name) => name !== '').map((name) => `${name}さん`)
    const others = names.length - named.length
    const rest = others === 0 ? '' : named.length === 0 ? `${others}名` : `ほか${others}名`
    return `${[named.join('、'), rest].filter((part) => part !== '').join('、')}の同意を含みません。`
  },
  invalid: (count: number) => `有効でない署名が${count}件あります。`,
  renewed:
    '発行のあとに、長期保管用のタイムスタンプが更新されています。このファイルも有効です。長く保管される場合は、新しいファイルを送信者からお受け取りください。',
  facts: {
    sha256: 'SHA-256',
    documentId: '書類ID',
    issuedAt: '発行日時',
  },
  signatures: {
    title: (count: number) => `署名の一覧（${count}件）`,
    number: (n: number) => `署名 ${n}`,
    kinds: { certification: '送信時の証明', approval: '同意', document_timestamp: '文書タイムスタンプ' },
    unstated: '記載なし',
    valid: '有効',
    unchanged: '署名後の改変なし',
    invalid: '有効ではありません',
    reason: '内容',
    at: '行為の日時',
    timestamp: 'タイムスタンプ',
    none: 'なし',
    authority: '時刻認証局',
    signer: '署名者の証明書',
    operator: 'このサーバーの運営者',
    otherSigner: 'このサーバーの運営者ではありません',
    otherKind: 'ほかの署名者の署名',
    otherAuthority: 'このサーバーの知らない時刻認証局です。時刻は確かめていません',
    documentId: '書類ID',
    field: '署名欄',
  },
  findings: {
    title: '見つかったこと',
    notes: (count: number) => `参考（${count}件）`,
    levels: { alarm: '注意', warning: '確認', note: '参考' },
    page: (n: number) => `${n}ページ`,
    between: '、',
  },
  statement: {
    title: '検証の結果を受け取る',
    lead: 'このサーバーの運営者の鍵で署名した、検証結果の記録です（JWS形式）。',
    button: '署名付きの結果を保存する',
  },
  ownMachine: {
    title: 'ファイルを送らずに、手元のパソコンで確かめる',
    lead: '1つのファイルだけで動く検証プログラムです。通信はしません。Node.js 20以上で動きます。書類と合意締結証明書をいっしょに渡すと、組み合わせも確かめます。',
    button: '検証プログラムを保存する',
    hash: 'プログラムのSHA-256',
    command: '使い方',
  },
  valued: '【評価用】',
  test: '【テスト】',
  testLead: 'テスト用のクライアントIDで作成された書類です。契約の効力はなく、どなたの意思も証明しません。',
}
