// What the server would not take stays in its field, with the reason beside it.
import { el } from "./el.js";

// refusals marks the fields of an answer whose parts were refused, and takes the marks off the others.
export function refusals(answer) {
  for (const said of answer.form.querySelectorAll(".said[data-refused]")) said.remove();
  for (const field of answer.form.querySelectorAll("[data-note], [data-notes]")) field.removeAttribute("aria-invalid");
  for (const [part, { message }] of answer.refused) {
    const field = fieldOf(answer, part);
    if (!field) continue;
    const id = "refused-" + part.replaceAll("/", "-");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    field.after(el("p", { class: "said", id, "data-refused": "" }, el("strong", {}, message)));
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
}

function fieldOf(answer, part) {
  if (part === "notes") return answer.form.elements.notes;
  const id = part.match(/^choices\/(.*)\/notes$/)?.[1];
  return id === undefined
    ? null
    : answer.choices.find((row) => row.dataset.choice === id)?.querySelector("[data-note]");
}
