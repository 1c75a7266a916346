// Whoever is chosen beside a new comment is written into it where the caret is. Without this, the server adds the name
// to the end.
for (const form of document.querySelectorAll("[data-say]")) {
  const person = form.querySelector("[data-mention]");
  const text = form.querySelector("textarea");
  person?.addEventListener("change", () => {
    const name = person.value.trim().replace(/^@/, "");
    if (!name) return;
    const before = text.value.slice(0, text.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    text.setRangeText(`${gap}@${name} `, text.selectionStart, text.selectionEnd, "end");
    person.value = "";
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
