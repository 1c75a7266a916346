// Signing out takes the drafts out of this browser, and asks first where one was never sent.
import { forget, unsent } from "./drafts.js";
import { el } from "./el.js";
import { renew } from "./session.js";

const patience = 3000; // ms that pages get to send what they have

// signOut sends what it can, asks about the rest, and then sends the form.
export async function signOut(form) {
  const waits = [];
  dispatchEvent(new CustomEvent("plumbline:leaving", { detail: waits }));
  await Promise.race([Promise.allSettled(waits), new Promise((done) => setTimeout(done, patience))]);
  const left = unsent();
  if (left.length) ask(form, left);
  else leave(form);
}

async function leave(form) {
  await renew(); // the page may be of the session before
  forget();
  form.dataset.sure = "yes";
  form.requestSubmit();
}

function ask(form, left) {
  document.getElementById("unsent")?.remove();
  const stay = el("button", { class: "btn primary", value: "stay" }, "Stay signed in"),
    go = el("button", { type: "button", class: "btn danger" }, "Sign out and delete drafts");
  const box = el(
    "dialog",
    { class: "sheet", id: "unsent", "aria-labelledby": "unsent-title" },
    el("h2", { id: "unsent-title" }, "Some of what you typed was never saved"),
    el(
      "p",
      {},
      "It is in this browser only, and signing out deletes it. To save it, stay signed in and open the page:",
    ),
    el(
      "ul",
      {},
      ...left.map((draft) => {
        const title = (draft.title ?? draft.at).replace(/ · Plumbline$/, "");
        return el("li", {}, el("a", { href: draft.href ?? draft.at }, title));
      }),
    ),
    el("form", { method: "dialog", class: "acts" }, stay, go),
  );
  go.addEventListener("click", () => leave(form));
  document.body.append(box);
  box.showModal();
  stay.focus();
}
