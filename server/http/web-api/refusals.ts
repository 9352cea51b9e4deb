import type {
  AccessRefusal,
  BulkRefusal,
  DraftingRefusal,
  NotFoundRefusal,
  PartNotFoundRefusal,
  RightsRefusal,
  TurnRefusal,
} from '#domain/refusal.ts'
import { wordsOfProblem } from '../common/pdf-problems.ts'
import { approvalMissing } from './approval-missing.ts'
import { bulkAnswers } from './bulk-refusals.ts'
import type { ApiRefusal, CallRefusalCode } from './call-refused.ts'
import { conclusionAnswers } from './conclusion-refusals.ts'
import { outsidePage } from './outside-page.ts'
import {
  type Answer,
  answer,
  badRequest,
  detail,
  field,
  forbidden,
  notAcceptable,
  notFound,
  tooMany,
} from './refusal-kinds.ts'

/** Something failed that the caller cannot help; nothing is told. */
export const internalError = {
  error: 'internal_server_error',
  message: 'Something went wrong on our side. Try again later.',
}
/** The database is away for a moment; what was asked for may be asked for again. */
export const waitAMoment = {
  error: 'service_unavailable',
  message:
    'The service is not available for a moment. Send the same request again after the seconds of `Retry-After`.',
}
const expired = "The operator's signing certificate has run out, so nothing is sent; tell the operator."

const neverHere = badRequest('This cannot be asked for through the Web API.')

/** What calls of the Web API can be refused with; people meet the rest, on the signing pages and in the console. */
type WebApiRefusal =
  | NotFoundRefusal
  | PartNotFoundRefusal
  | RightsRefusal
  | AccessRefusal
  | DraftingRefusal
  | BulkRefusal
  | TurnRefusal
  | 'link_sms_off'
  | CallRefusalCode

/** Every one of them in the words of the Web API: status, code, and the field with its cure. */
export const answers = {
  authorization_missing: badRequest(
    'The `Authorization` header is missing or malformed; send `Authorization: Bearer <access_token>`.',
  ),
  token_not_alive: answer(
    401,
    'unauthorized',
  )('The access token is unknown, revoked or expired; get a new one with POST /token.'),
  too_many_calls: tooMany(
    (refusal) => `Too many calls with this token; try again in ${detail(refusal, 'seconds')} seconds.`,
  ),
  uploads_paused: tooMany((refusal) => `Too costly uploads; wait ${detail(refusal, 'minutes')} minutes.`),
  web_api_off: answer(
    403,
    'webapi_option_required',
  )('The Web API is switched off for this team; a team administrator can switch it on.'),
  address_not_allowed: forbidden(
    'Your address is outside the networks that this team allows; a team administrator can add it.',
  ),
  origin_not_registered: badRequest(
    'The `Origin` is not registered; a team administrator can register it, or call from a server.',
  ),
  route_unknown: notFound('There is no such resource; check the path.'),
  method_not_allowed: answer(
    405,
    'method_not_allowed',
  )('This path does not answer this method; see the `Allow` header.'),
  body_malformed: badRequest(
    (refusal) => `The body cannot be read: ${detail(refusal, 'why')}. Send it as the Content-Type says.`,
  ),
  body_too_large: answer(
    413,
    'too_large_request',
  )((refusal) => `The body is too large; send at most ${detail(refusal, 'limit')} bytes.`),
  import_too_large: answer(
    413,
    'payload_too_large',
  )((refusal) => `The body is too large; send at most ${detail(refusal, 'limit')} bytes.`),
  media_type_unsupported: answer(
    415,
    'unsupported_media_type',
  )((refusal) =>
    refusal.field === undefined
      ? `The Content-Type is not supported here; send ${detail(refusal, 'expected')}.`
      : `${field(refusal)} is declared as another type; declare it as ${detail(refusal, 'expected')}.`,
  ),

  call_key_malformed: badRequest(
    'The `Idempotency-Key` header must be 1 to 255 printable ASCII characters; send a UUID, for example.',
  ),
  call_key_running: answer(
    409,
    'conflict',
  )('A call with this `Idempotency-Key` is still running; ask again in a few seconds.'),
  call_key_of_another_call: answer(
    422,
    'unprocessable_entity',
  )('This `Idempotency-Key` was used for another request; send a new key with every new request.'),

  document_not_found: notFound('There is no such document; check `document_id` in the path.'),
  file_not_found: notFound('The document has no such file; check `file_id` in the path.'),
  extract_not_found: notFound('The certificate of agreement carries no data to make an extract of.'),
  participant_not_found: notFound(
    'The document has no such participant; check `participant_id` in the path.',
  ),
  widget_not_found: notFound('The file has no such widget; check `widget_id` in the path.'),
  reportee_not_found: notFound('The document has no such reportee; check `reportee_id` in the path.'),
  alert_not_found: notFound('The document has no alert yet; make one with PUT …/alert.'),
  attribute_not_found: notFound(
    'The document has no management fields yet; write them with PUT …/attribute.',
  ),
  tel_request_not_found: notFound('Nobody asked for another number here; there is nothing to answer.'),
  ...bulkAnswers,
  link_sms_off: badRequest('The team has links by SMS switched off; leave `link_sms` out.'),
  not_your_document: forbidden('You have no right to do this with this document.'),
  sender_is_no_recipient: forbidden(
    'The sender cannot be the target of this call; name a recipient in `participant_id`.',
  ),
  member_disabled: forbidden('The member of this client is disabled; ask a team administrator.'),
  only_for_test_clients: forbidden('Only test clients may do this; issue one in the console.'),
  clock_of_nothing: notFound('`document_id` names no test document of yours.'),
  clock_of_template: badRequest('`document_id` names a template, which no time concerns.'),
  clock_too_far: badRequest(
    (refusal) => `${field(refusal)}: a clock goes forward, at most ${detail(refusal, 'days')} days in all.`,
  ),
  only_without_departments: forbidden('This is not offered to teams that work in departments.'),

  not_a_draft: notAcceptable('The document is no draft any more; only drafts can be changed.'),
  not_sendable: notAcceptable('The document can be neither sent nor reminded of in its present state.'),
  not_deletable: badRequest('Only drafts can be deleted; cancel a sent document with PUT …/decline.'),
  not_cancellable: badRequest('Only documents that await their recipients can be cancelled.'),
  ...conclusionAnswers,

  field_missing: badRequest((refusal) => `${field(refusal)} is missing; give it a value.`),
  field_malformed: badRequest((refusal) =>
    refusal.detail?.expected === undefined
      ? `${field(refusal)} is not valid here; correct it.`
      : `${field(refusal)} is malformed; it must be ${detail(refusal, 'expected')}.`,
  ),
  field_too_long: badRequest(
    (refusal) => `${field(refusal)} is too long; use at most ${detail(refusal, 'limit')} characters.`,
  ),
  field_not_allowed: badRequest((refusal) => `${field(refusal)} is not allowed here; leave it out.`),
  text_invisible_character: badRequest(
    (refusal) =>
      `${field(refusal)} contains ${detail(refusal, 'character')}, which nobody can see; leave control characters, direction marks and invisible characters out.`,
  ),
  text_unprintable: badRequest(
    (refusal) =>
      `${field(refusal)} contains "${detail(refusal, 'character')}", which the fonts of the sealed file do not have; use other characters (no emoji).`,
  ),
  text_does_not_fit: badRequest((refusal) =>
    Number(detail(refusal, 'lines')) === 0
      ? `${field(refusal)} does not fit the seal; its first ${detail(refusal, 'characters')} characters would.`
      : `${field(refusal)} does not fit its box at 6 points; its first ${detail(refusal, 'characters')} characters would, on ${detail(refusal, 'lines')} lines. Shorten it.`,
  ),
  template_not_available: forbidden('`template_id` names no template that you may use.'),
  not_a_template: badRequest((refusal) => `${field(refusal)} must be the id of a template.`),
  slot_open: badRequest(
    (refusal) =>
      `${field(refusal)}: the template's slot \`${detail(refusal, 'slot')}\` is not filled; PUT a \`name\` and an \`email\` or \`callback\` to participant ${detail(refusal, 'participant')} first.`,
  ),
  private_not_allowed: badRequest(
    '`private` is not allowed in this team; leave it out, or ask a team administrator to allow it.',
  ),
  return_url_invalid: badRequest('`return_url` is not valid.'),

  too_many_recipients: answer(
    409,
    'conflict',
  )((refusal) => `The document already has ${detail(refusal, 'limit')} recipients; remove one first.`),
  duplicate_recipient: badRequest('`email` is already a recipient of this document; use another address.'),
  duplicate_reportee: badRequest('`email` is already a recipient or a reportee; use another address.'),
  embedding_not_enabled: badRequest(
    (refusal) =>
      `${field(refusal)}: this team is forbidden to callback; switch embedded signing on and set a return URL in the team settings.`,
  ),
  embedding_language: badRequest('`language_code` must be `ja` for recipients who are authenticated by SMS.'),
  not_offered: badRequest((refusal) => `${field(refusal)} is not offered by this server; leave it out.`),
  tel_not_mobile: badRequest(
    '`tel` must be a Japanese mobile number in national form, digits only, such as 09012345678.',
  ),
  tel_already_verified: badRequest('`tel` was already verified by this recipient and cannot be changed.'),

  tel_unchanged: badRequest('`tel`: the number asked for is the registered one; refuse the request.'),
  tel_request_over: badRequest(
    (refusal) => `\`request_id\` is ${detail(refusal, 'why')}; see GET …/tel_request.`,
  ),

  pdf_refused: badRequest((refusal) => {
    const { cause, cure } = wordsOfProblem(String(detail(refusal, 'problem'))).en
    return `${field(refusal)} ${cause}; ${cure}.`
  }),
  too_many_files: badRequest(
    (refusal) => `${field(refusal)}: the document already has ${detail(refusal, 'limit')} files; remove one.`,
  ),
  files_too_large: badRequest(
    (refusal) => `${field(refusal)}: the files together exceed ${detail(refusal, 'limit')} bytes; use less.`,
  ),

  import_not_allowed: forbidden(
    'Importing needs a document administrator, and a team that has imports switched on.',
  ),
  cabinet_not_available: badRequest('`cabinet_id` names no cabinet that you may open; see GET /cabinets.'),

  widget_outside_page: badRequest(outsidePage),
  widget_text_for_recipient: badRequest(
    "`text` must be empty in a recipient's widget, which the recipient fills in; leave it out.",
  ),
  widget_text_missing: badRequest("`text` is missing; the sender's own widget needs its value now."),
  too_many_widgets: badRequest(
    (refusal) =>
      `${field(refusal)}: the document already has ${detail(refusal, 'limit')} widgets; remove one first.`,
  ),
  widgets_on_certified_file: badRequest(
    '`file_id` names a certified file that allows no widgets; use another file or an uncertified copy.',
  ),

  attachment_not_found: notFound('The document has no such attachment; check `attachment_id` in the path.'),
  attachment_exists: badRequest(
    '`participant_id`: the document already asks for a file; change or remove that attachment first.',
  ),
  uploads_not_allowed: forbidden(
    'Recipients of this team are not asked for files; a team administrator can switch that on.',
  ),
  attached_file_not_found: notFound('The attachment has no such file; check `attached_file_id` in the path.'),
  attached_file_not_available: notAcceptable(
    'The file can be fetched when the document is concluded, unless the recipient has deleted it.',
  ),
  approval_missing: badRequest((refusal) => approvalMissing(String(detail(refusal, 'why')))),
  no_recipient: badRequest('`participants`: the document has no recipient; add one before sending.'),
  no_file: badRequest('`files`: the document has no file; add one before sending.'),
  sender_widget_empty: badRequest("`text` of a widget of the sender's is empty; set it before sending."),
  no_reminder_for_embedded: badRequest(
    '`callback`: embedded recipients get no reminders; issue a new signing_url instead.',
  ),
  sms_not_deliverable: badRequest('`tel` cannot be reached by the SMS gateway; correct it.'),
  operator_certificate_expired: answer(500, internalError.error)(expired),
  mail_not_configured: badRequest(
    '`email`: this server sends no mail; name the recipient with `tel` and `callback` instead.',
  ),

  not_in_charge: badRequest(
    '`participant_id`: nobody of that id can consent now; the document must await exactly this recipient.',
  ),
  recipient_id_wrong: badRequest('`recipient_id` must be the one that the participant was added with.'),
  recipient_not_embedded: badRequest(
    '`participant_id` is not an embedded recipient; set `callback` with `tel`, or `recipient_id`, in the draft.',
  ),
  participant_locked: badRequest(
    '`participant_id` is locked by wrong codes; free them with POST …/participants/{participant_id}/unlock.',
  ),
  not_locked: badRequest('`participant_id` is not locked; there is nothing to unlock.'),
  client_unknown: answer(
    400,
    'invalid_client',
  )('`client_id` is unknown or revoked; check it in the console.'),

  feed_place_unknown: badRequest(
    '`after` is no place in the feed of this team, or one that a restored database no longer has; leave it out to begin with the oldest event, and pass over ids that you know.',
  ),

  feed_place_pruned: answer(
    410,
    'gone',
  )(
    '`after` is a place before events that are no longer in the feed, so some were missed. Leave `after` out to begin with the oldest event that is there, pass over ids that you know, and read the documents themselves for what came before.',
  ),

  not_an_administrator: forbidden('This needs a team administrator.'),

  departments_off: forbidden('This team has no departments, so there are no cabinets.'),
} satisfies Record<WebApiRefusal, Answer>

/** The wire's answer to a refusal. */
export function answerTo(refusal: ApiRefusal): { status: number; body: { error: string; message: string } } {
  const { status, error, message } = isAnswered(refusal.code) ? answers[refusal.code] : neverHere
  return { status, body: { error, message: message(refusal) } }
}

function isAnswered(code: ApiRefusal['code']): code is WebApiRefusal {
  return Object.hasOwn(answers, code)
}
