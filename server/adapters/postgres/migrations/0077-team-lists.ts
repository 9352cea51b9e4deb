/** Members by name, a page at a time. Clients and approvals have such an index already. */
export const teamLists = `create index members_by_name on members (team_id, name collate "C", id)`
