/** In which zone a team's days begin (IANA); what the name means is the runtime's to say. Teams of before stay in Tokyo. */
export const timeZones = `alter table teams add column time_zone text not null default 'Asia/Tokyo'`
