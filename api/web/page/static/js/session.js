// Who is signed in by now: the session of a page may have ended, and another one begun in another tab.
import { address } from "./root.js";
import { me } from "./drafts.js";

// renew gives who is signed in: "same" (the page takes that session's token), "other", "nobody", "elsewhere" (in
// another workspace), "unknown" (no answer).
export async function renew() {
  let session;
  try {
    const reply = await fetch(address("/api/v1/session"), { headers: { Accept: "application/json" } });
    if (reply.status === 401) return { who: "nobody" };
    if (!reply.ok) return { who: "unknown" };
    session = await reply.json();
  } catch {
    return { who: "unknown" };
  }
  if ((session.user?.id ?? "") !== me) return { who: "other", name: session.name };
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = session.csrf_token;
  for (const part of document.querySelectorAll("[data-csrf]")) part.dataset.csrf = session.csrf_token;
  const workspace = document.body.dataset.workspace ?? "";
  return { who: (session.workspace?.id ?? "") === workspace ? "same" : "elsewhere", name: session.workspace?.name };
}

// reason says why a page can't save, and what to do.
export function reason({ who, name }) {
  switch (who) {
    case "nobody":
      return (
        "Not saved: you are signed out. Sign in in another tab: this page keeps what you typed, " + "and saves it then."
      );
    case "other":
      return (
        `Not saved: ${name} is signed in here now, and nothing is saved under another name. ` +
        "This page keeps what you typed; sign in as yourself in another tab to save it."
      );
    case "elsewhere":
      return (
        `Not saved: you work in another workspace now (${name}). Switch back in another tab: ` +
        "this page keeps what you typed, and saves it then."
      );
  }
  return null;
}
