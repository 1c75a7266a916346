// The ground of a page: the question, its review and its workload. Where an upgrade or a removal takes it away, the
// page says so, says where to go on, and shows what was typed and is not saved, so that it can be taken along.
import { el } from "./el.js";

// stood compares the page with what it would be now, and tells where the lens or the review is another one.
export function stood(room, now, answer) {
  if (!now) return;
  const { version, started } = now.dataset;
  if (started !== room.dataset.started) {
    tell(
      answer,
      "This review was begun anew",
      "It was removed and begun again since this page was opened. What you save here goes into the new one.",
      here(room),
    );
  } else if (version !== room.dataset.version) {
    tell(
      answer,
      `This review now uses version ${version} of the lens`,
      "The question is still asked. Open it to see it as it is now.",
      here(room),
    );
  }
}

// lost is for a page that leads elsewhere now, or nowhere. A sign-in page is neither: the script that saves speaks of
// it.
export async function lost(reply, answer) {
  if (reply.redirected) {
    if (!new URL(reply.url).pathname.includes("/questions/")) return;
    return tell(
      answer,
      "This question has another place now",
      "The review uses another version of the lens, which knows the question under another id.",
      [action(reply.url, "Open the question in its new place")],
    );
  }
  if (reply.status !== 404 && reply.status !== 410) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html"),
    main = page.querySelector("main");
  const gone = main?.querySelector("[data-gone]"),
    why = gone ?? main?.querySelector("h1 ~ p");
  const links = [...(main?.querySelectorAll(".acts a") ?? [])].map((a) =>
    action(a.getAttribute("href"), a.textContent),
  );
  tell(
    answer,
    gone ? main.querySelector("h1").textContent : "This review is not there any more",
    why?.textContent.trim() ?? "",
    links,
  );
}

const action = (href, text) => el("a", { class: "btn", href, target: "_blank", rel: "noopener" }, text);
const here = (room) => [action(room.dataset.here, "Open the question")];

// unsaved lists the texts that were typed and are not saved, with what they belong to.
function unsaved(answer) {
  const texts = [];
  for (const [part, change] of [...(answer?.clashed ?? []), ...(answer?.pending ?? [])]) {
    if (typeof change.to === "string" && change.to.trim())
      texts.push([part === "notes" ? "Notes" : `Note on ${title(part)}`, change.to]);
  }
  for (const field of document.querySelectorAll("main textarea")) {
    if (
      answer?.form.contains(field) ||
      field.closest(".ground") ||
      field.value === field.defaultValue ||
      !field.value.trim()
    )
      continue;
    texts.push([field.labels?.[0]?.textContent ?? "Text", field.value]);
  }
  return texts;
}

const title = (part) => {
  const row = document.querySelector(`[data-choice="${CSS.escape(part.replace(/^choices\/|\/notes$/g, ""))}"] label`);
  return row?.textContent.trim() || "a choice";
};

// tell puts the notice above the question; telling the same again changes nothing, so that a text that is being copied
// stays.
function tell(answer, head, why, links) {
  const old = document.querySelector(".ground"),
    texts = unsaved(answer);
  if (old?.dataset.says === head && old.dataset.texts === String(texts.length)) return;
  old?.remove();
  const box = el(
    "section",
    { class: "ground", role: "alert", "data-says": head, "data-texts": texts.length },
    el("h2", {}, head),
    el("p", {}, why),
  );
  if (texts.length) box.append(el("p", {}, "What you typed and is not saved stays here. Copy what you need:"));
  texts.forEach(([label, text], i) => {
    const area = el("textarea", { id: "kept-" + i, rows: 4, readonly: "" });
    area.value = area.defaultValue = text;
    box.append(el("div", { class: "field" }, el("label", { for: "kept-" + i }, label), area));
  });
  box.append(el("p", { class: "acts" }, ...links));
  document.querySelector("main").prepend(box);
}
