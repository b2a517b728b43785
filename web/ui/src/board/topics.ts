/** Which topics the board may use: those of a device (docs/protocol.md, "Accounts"). Pure. */

export interface Place {
  readonly session: string;
  readonly role: string;
}

export const mayPublish = ({ session, role }: Place, topic: string): boolean =>
  topic === `chat/${session}/${role}` || topic === `status/${session}/${role}`;

export function maySubscribe(place: Place, filter: string): boolean {
  const { session, role } = place;
  const exact = [`log/${session}`, `to/${session}/${role}`, `to/${session}/${role.toLowerCase()}`];
  if ([...exact, `lab/rejected/${role}`, "lab/bridge"].includes(filter)) return true;
  const [kind, named, ...rest] = filter.split("/");
  if ((kind !== "chat" && kind !== "status") || named !== session || rest.length === 0) return false;
  return rest.every((level, index) => (level === "#" ? index === rest.length - 1 : !level.includes("#")));
}

/** Whether a topic matches a filter: MQTT 3.1.1, section 4.7. */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.split("/");
  const levels = topic.split("/");
  for (const [index, level] of wanted.entries()) {
    if (level === "#") return true;
    if (index >= levels.length || (level !== "+" && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
