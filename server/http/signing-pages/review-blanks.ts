import type { ReviewPageProps } from '#web/signing/ReviewPage.tsx'
import type { Blank } from './drawn-pages.ts'

/** Many recipients get this review, but for some texts: nothing is to be filled in or sent in, nothing was refused. */
export function isForMany({ widgets, attachment, problems, upload }: ReviewPageProps): boolean {
  return widgets.length === 0 && attachment === null && problems.length === 0 && upload.problem === null
}

/** The same review with a blank for every text that is this document's or this recipient's. The page only shows these. */
export function withBlanks(props: ReviewPageProps, blank: Blank): ReviewPageProps {
  const { chrome, files, parties, message } = props
  const { session } = chrome
  const base = blank(props.base)
  return {
    ...props,
    chrome: {
      ...chrome,
      path: blank(chrome.path),
      session: session && { ...session, base, oldInSeconds: blank(String(session.oldInSeconds)) },
    },
    base,
    formToken: blank(props.formToken),
    revision: blank(props.revision),
    title: blank(props.title),
    message: message && blank(message),
    files: files.map(({ id, name, url, source, ...file }) => ({
      ...file,
      id: blank(id),
      name: blank(name),
      url: blank(url),
      source: blank(source),
    })),
    parties: parties.map(({ name, organization, state, at }) => ({
      name: blank(name),
      organization: organization && blank(organization),
      state,
      at: at && blank(at),
    })),
  }
}
