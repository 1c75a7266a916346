// fold is how texts are searched: letter case aside, and however the letters are composed.
export const fold = (text) => text.normalize("NFC").toLowerCase();

// A whole review can be done from the keyboard.
import { address } from "./root.js";

// Own is what a page does on further keys, or instead.
export function keys(answer, go, own = {}) {
  const help = document.getElementById("keys"),
    jump = document.getElementById("goto");
  const rows = [...document.querySelectorAll("[data-choice]")];
  const focused = () => document.activeElement?.closest("[data-choice]");
  const follow = (key) => {
    const to = document.querySelector(`[data-key="${key}"][data-go], a[data-key="${key}"]`);
    if (to) go(to.dataset.go ?? to.href);
  };
  const toggle = (key) => {
    const row = rows.find((r) => r.dataset.key === key);
    if (row && answer.may) answer.choose(row, !row.querySelector("input").checked);
    row?.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const at = rows.indexOf(focused());
    const to = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    to?.querySelector("input")?.focus();
  };
  const notApplicable = () => {
    const row = focused(),
      na = row?.querySelector("[data-na]");
    if (na) {
      row.querySelector("[data-mark]").open = true;
      na.focus();
      if (!na.value) answer.mark(row.dataset.choice, { status: "NOT_APPLICABLE", reason: "NONE" });
      return;
    }
    if (!answer.may) return;
    const box = document.getElementById("inapplicable");
    document.querySelector("[data-inapplicable]").open = true;
    box.click();
    if (box.checked) document.getElementById("reason").focus();
  };
  const why = () => {
    const some = focused() ? [focused()] : rows,
      all = some.flatMap((r) => [...r.querySelectorAll("[data-more]")]);
    const open = !all.every((d) => d.open);
    for (const d of all) d.open = open;
  };
  const acts = {
    n: () => follow("n"),
    p: () => follow("p"),
    u: () => follow("u"),
    a: notApplicable,
    w: why,
    e: () => {
      if (!answer.may) return;
      const b = document.querySelector("[data-preview]");
      if (b.getAttribute("aria-pressed") === "true") b.click();
      document.getElementById("notes").focus();
    },
    "/": () => document.getElementById("find")?.focus(),
    g: () => open(jump),
    "?": () => help.showModal(),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    ...own,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]"))
      return;
    const field = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && field) return void field.blur();
    if (field) return;
    const digit = event.code.match(/^(?:Digit|Numpad)(\d)$/)?.[1];
    if (digit) {
      event.preventDefault();
      return void toggle(event.shiftKey ? "⇧" + digit : digit);
    }
    if ((event.key.startsWith("Arrow") && event.target.closest(".menu, .questions")) || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });

  if (!jump) return;

  // Go to: the questions of the review, and the pages around it.
  const text = document.getElementById("goto-text"),
    hits = document.querySelector("[data-hits]");
  const places = [...document.querySelectorAll("[data-q]")].map((a) => ({
    href: a.href,
    code: a.querySelector("em").textContent,
    title: a.querySelector("span").textContent,
    id: `${a.title} ${a.dataset.q}`,
  }));
  for (const a of document.querySelectorAll(".crumbs a, .top a.btn[href]"))
    places.push({ href: a.href, code: "Page", title: a.textContent.trim(), id: "" });
  places.push({ href: address("/"), code: "Page", title: "Workloads", id: "" });
  const find = () => {
    const words = fold(text.value).replace(/\s+/g, " ").trim().split(" ");
    const found = places.filter((p) => words.every((w) => fold(`${p.code} ${p.title} ${p.id}`).includes(w)));
    hits.replaceChildren(
      ...found.slice(0, 12).map((p) => {
        const li = document.createElement("li"),
          a = document.createElement("a"),
          code = document.createElement("em"),
          title = document.createElement("span");
        a.href = p.href;
        code.textContent = p.code;
        title.textContent = p.title;
        a.append(code, title);
        a.addEventListener("click", (event) => {
          event.preventDefault();
          jump.close();
          go(p.href);
        });
        li.append(a);
        return li;
      }),
    );
  };
  function open(dialog) {
    text.value = "";
    find();
    dialog.showModal();
    text.focus();
  }
  text.addEventListener("input", find);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    hits.querySelector("a")?.click();
  });
}
