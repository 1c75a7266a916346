// Whom a comment mentions is chosen from a list that "@" opens. Without this, names are typed, and the field beside the
// comment adds one to its end.
import { el } from "./el.js";
import { fold } from "./keys.js";

const most = 8; // people that the list shows
const forms = new WeakSet();

// mentioning makes the list of a form for a new comment.
export function mentioning(form) {
  if (forms.has(form)) return;
  forms.add(form);
  const text = form.querySelector("textarea"),
    beside = form.querySelector("[data-mention]");
  if (!beside) return;
  const people = [...beside.list.options].map((o) => ({ name: o.textContent, mention: o.value }));
  beside.closest(".field").hidden = true;
  const id = text.id + "-people";
  const list = el("ul", { class: "mentions", role: "listbox", id, "aria-label": "People", hidden: "" });
  const said = el("p", { class: "hide", role: "status" });
  text.after(list, said);
  for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-controls": id }))
    text.setAttribute(name, value);
  let from = -1, // where the "@" is
    at = 0; // which option is chosen

  const close = () => {
    from = -1;
    list.hidden = true;
    text.removeAttribute("aria-activedescendant");
  };
  const mark = (i) => {
    at = (i + list.children.length) % list.children.length;
    [...list.children].forEach((o, k) => o.setAttribute("aria-selected", k === at));
    text.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = () => {
    const person = list.children[at].dataset.mention;
    text.setRangeText(`@${person} `, from, text.selectionStart, "end");
    close();
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = () => {
    const before = text.value.slice(0, text.selectionStart),
      typed = before.match(/(?:^|[\s(])@([^@\n]{0,60})$/);
    const words = typed && fold(typed[1]);
    const found = typed
      ? people.filter((p) => (" " + fold(p.name)).includes(" " + words) || fold(p.mention).startsWith(words))
      : [];
    if (!found.length || found.some((p) => typed[1] === p.mention + " ")) return close();
    from = before.length - typed[1].length - 1;
    list.replaceChildren(
      ...found.slice(0, most).map((p, i) =>
        el(
          "li",
          { role: "option", id: `${id}-${i}`, "data-mention": p.mention },
          p.name,
          p.mention !== p.name && el("span", { class: "small" }, " " + p.mention),
        ),
      ),
    );
    list.hidden = false;
    said.textContent = found.length === 1 ? "1 person" : found.length + " people";
    mark(0);
  };

  text.addEventListener("input", look);
  text.addEventListener("click", look);
  text.addEventListener("blur", () => setTimeout(close, 150)); // a click on an option comes first
  text.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const act = { ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Enter: take, Tab: take, Escape: close };
    if (!act[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    act[event.key]();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    at = [...list.children].indexOf(option);
    take();
  });
}

for (const form of document.querySelectorAll("[data-say]")) mentioning(form);
