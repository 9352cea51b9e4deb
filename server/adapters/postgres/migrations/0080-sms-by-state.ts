/** The team's log of SMS, by state and time. */
export const smsByState = `create index sms_messages_by_state on sms_messages (team_id, state, created_at, id) where not test`
