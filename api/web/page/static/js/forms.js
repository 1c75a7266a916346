// Forms that are sent whole keep a draft of what is typed, with the version that the page had, until the server has
// taken it: text and version are never taken apart.
import * as drafts from "./drafts.js";
import { el } from "./el.js";

const pause = 200; // ms after the last key
const fields =
  "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit], [type=search], " +
  "[autocomplete=one-time-code])";
const texts = "textarea, input[type=text], input[type=email], input[type=url], input[type=number], input:not([type])";
const refused = document.body.hasAttribute("data-refused"); // the server shows what was sent again
const timers = new Map();

const watched = (form) =>
  drafts.me &&
  form.matches("form[method=post]:not([data-answer], [data-signout])") &&
  form.querySelector(texts) &&
  !form.querySelector("[type=password]");
const inputs = (form, which) => [...form.elements].filter((field) => field.name && field.matches(which));
const place = (form) => "form:" + new URL(form.action).pathname + "#" + inputs(form, texts)[0].name;
const lines = (text) => text.replaceAll("\r\n", "\n");
const now = (field) => (field.matches("[type=checkbox], [type=radio]") ? field.checked : lines(field.value));
function was(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.defaultChecked;
  if (field.matches("select")) return ([...field.options].find((o) => o.defaultSelected) ?? field.options[0])?.value;
  return lines(field.defaultValue);
}
// all of it is still to be saved
const again = (form) => refused && new URL(form.action).pathname === location.pathname;
const guards = (form) =>
  inputs(form, "input[type=hidden]").filter((field) => !/^(csrf_token|draft|for\..*)$/.test(field.name));

// changes are the fields that hold something else than the page came with.
function changes(form) {
  const seen = new Map();
  return inputs(form, fields)
    .map((field) => {
      const nth = seen.get(field.name) ?? 0;
      seen.set(field.name, nth + 1);
      return { name: field.name, nth, value: now(field), differs: again(form) || now(field) !== was(field) };
    })
    .filter((change) => change.differs);
}

function save(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const list = changes(form);
  drafts.keep(
    place(form),
    list.length
      ? { id: form.elements.draft?.value, fields: list, guards: guards(form).map((field) => [field.name, field.value]) }
      : null,
  );
}

// restore puts a draft back with its version; where the form has other fields by now, beside it.
function restore(form) {
  form.autocomplete = "off"; // a browser that comes back restores no text beside a newer version
  const draft = drafts.recall(place(form));
  if (!draft?.fields || again(form)) return;
  const found = draft.fields.map(({ name, nth }) => inputs(form, fields).filter((field) => field.name === name)[nth]);
  const fits = found.every(Boolean);
  if (fits) {
    draft.fields.forEach(({ value }, i) => put(found[i], value));
    for (const [name, value] of draft.guards)
      for (const field of guards(form)) if (field.name === name) field.value = value;
    const fold = form.closest("details");
    if (fold) fold.open = true;
  }
  const discard = el("button", { type: "button", class: "btn slim" }, "Discard");
  discard.addEventListener("click", () => {
    drafts.keep(place(form), null);
    location.reload();
  });
  form.before(
    el(
      "div",
      { class: "done", role: "status", "data-draft": "" },
      el(
        "p",
        {},
        fits
          ? "What you typed here was not saved. It is in the form again. "
          : "What you typed here was not saved, and the form has changed since. Copy what you need: ",
        discard,
      ),
      ...(fits
        ? []
        : draft.fields
            .filter(({ value }) => typeof value === "string")
            .map(({ name, value }) => el("p", { class: "asis" }, `${name}: ${value}`))),
    ),
  );
  if (fits) form.dispatchEvent(new Event("input", { bubbles: true }));
}
function put(field, value) {
  if (typeof value === "boolean") field.checked = value;
  else field.value = value;
}

// What the server took is no draft any more: the page after it says so.
const { taken } = document.body.dataset;
if (taken) for (const draft of drafts.unsent()) if (draft.id === taken) drafts.keep(draft.at, null);
for (const form of document.forms) if (watched(form)) restore(form);

document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target;
  if (!(form instanceof HTMLFormElement) || !watched(form)) return;
  clearTimeout(timers.get(form));
  timers.set(
    form,
    setTimeout(() => save(form), pause),
  );
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !watched(form) || !changes(form).length) return;
  const id = [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
  form.querySelector("input[name=draft]")?.remove();
  form.append(el("input", { type: "hidden", name: "draft", value: id }));
  save(form);
});
const rest = () => {
  for (const form of [...timers.keys()]) save(form);
};
addEventListener("pagehide", rest);
addEventListener("plumbline:leaving", rest);
