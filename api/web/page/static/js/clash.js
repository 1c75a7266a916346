// What two people changed otherwise, side by side; and notes as they will read.
import { el } from "./el.js";
import { address } from "./root.js";

// clash lets a person choose between both sides of what clashed.
export function clash(answer, list, sent) {
  const box =
    document.querySelector(".clashes[data-live]") ??
    el("section", { class: "clashes", "data-live": "", "aria-label": "Changed by two people" });
  for (const c of list) {
    const mine = sent.get(c.part).to,
      text = c.part.endsWith("notes"),
      row = el("div", { class: "clash", role: "alert", "data-part": c.part });
    box.querySelector(`[data-part="${CSS.escape(c.part)}"]`)?.remove(); // of the same part, before more of it was typed
    answer.clashed.set(c.part, sent.get(c.part));
    const close = (keepMine) => {
      answer.clashed.delete(c.part);
      answer.keep();
      if (keepMine) answer.set(c.part, mine);
      row.remove();
      if (!box.children.length) box.remove();
    };
    row.append(
      el("h2", {}, c.what + " was changed by " + (c.who || "somebody else") + " too"),
      el("div", { class: "pair" }, side("Yours, not saved", c.mine), side((c.who || "Theirs") + ", saved", c.theirs)),
      el(
        "p",
        { class: "acts" },
        text &&
          button("Keep both", "btn primary", () => {
            close(false);
            answer.set(c.part, answer.now(c.part) + "\n\n" + mine);
          }),
        button("Keep theirs", text ? "btn" : "btn primary", () => close(false)),
        button("Use mine", "btn", () => close(true)),
      ),
    );
    box.append(row);
  }
  document.querySelector("h1").before(box);
  box.querySelector("button").focus();
}

const button = (text, style, act) => {
  const b = el("button", { type: "button", class: style }, text);
  b.addEventListener("click", act);
  return b;
};
const side = (head, text) => el("div", {}, el("h3", {}, head), el("p", { class: "asis" }, text || "(empty)"));

// previewing shows the notes as they will read, made by the server.
export function previewing(answer) {
  const button = answer.form.querySelector("[data-preview]"),
    reads = answer.form.querySelector("[data-reads]"),
    notes = answer.form.elements.notes;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    if (on) {
      try {
        const reply = await fetch(address("/preview"), {
          method: "POST",
          body: JSON.stringify({ notes: notes.value }),
          headers: {
            Accept: "application/json",
            "Content-Type": "application/json",
            "X-CSRF-Token": answer.room.dataset.csrf,
          },
        });
        const data = await reply.json();
        reads.innerHTML = reply.ok ? data.html || "<p>Nothing is written yet.</p>" : "";
        if (!reply.ok) reads.textContent = data.message;
      } catch {
        reads.textContent = "The server can't be reached.";
      }
    }
    button.setAttribute("aria-pressed", on);
    button.textContent = on ? "Write" : "Preview";
    reads.hidden = !on;
    notes.hidden = on;
    if (!on) notes.focus();
  });
}
