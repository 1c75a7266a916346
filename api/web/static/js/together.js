// Who else is here, and what they change.
export function together() {}
