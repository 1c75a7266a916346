// Who else is here, and what they change. The page of a question listens while it can be seen; what it missed meanwhile it asks for when it is back.
import { el, risk } from "./answer.js";

const words = { HIGH: ["high", "High risk"], MEDIUM: ["medium", "Medium risk"], NONE: ["none", "No risk"], NOT_APPLICABLE: ["na", "Not applicable"], UNANSWERED: ["open", "Unanswered"] };
const rest = 10_000; // ms in the background before the page stops listening
const refused = 30_000; // ms until the next try after the server would not have the page as a listener
const gather = 150; // ms in which changes of the page's parts are taken together

export function together(room, answer) {
  const here = room.dataset.question, client = tab();
  room.dataset.client = client;
  let source, people = [], resting, due, again;

  // refresh asks for the page again and takes its list of questions and what else is marked as changing; fields that are typed in are none of that.
  const refresh = () => {
    clearTimeout(due);
    due = setTimeout(async () => {
      try {
        const reply = await fetch(location.href);
        if (!reply.ok || reply.redirected) return;
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        for (const part of document.querySelectorAll("[data-fresh]")) {
          const now = page.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
          if (!now || now.innerHTML === part.innerHTML || part.contains(document.activeElement) || written(part)) continue;
          part.replaceChildren(...now.childNodes);
          for (const time of part.querySelectorAll("time")) dispatchEvent(new CustomEvent("plumbline:time", { detail: time }));
        }
        const version = page.querySelector("[data-review]")?.dataset.version;
        if (version && version !== room.dataset.version) news(`This review moved to version ${version} of its lens. What you typed is kept.`, true);
        show();
      } catch { /* the stream tries again by itself, and asks then */ }
    }, gather);
  };
  const heard = (question) => { if (question === here) answer?.heard(); };

  const show = () => {
    const others = people.filter((p) => !(p.user_id && p.user_id === room.dataset.me));
    const bar = document.querySelector("[data-people]"), once = new Map(others.map((p) => [p.user_id || p.name, p]));
    bar.replaceChildren(...[...once.values()].slice(0, 6).map((p) => el("li", { title: p.name }, face(p.name), el("span", { class: "hide" }, p.name))));
    if (once.size > 6) bar.append(el("li", { title: `${once.size - 6} more` }, face("+" + (once.size - 6))));
    bar.hidden = !once.size;
    for (const old of document.querySelectorAll(".q .here")) old.remove();
    for (const p of others) {
      const link = p.question_id && document.querySelector(`[data-q="${CSS.escape(p.question_id)}"]`);
      if (!link) continue;
      const seats = link.querySelector(".here") ?? link.appendChild(el("i", { class: "here" }, el("span", { class: "hide" }, ", here: ")));
      if (seats.children.length < 4) seats.append(face(p.name), el("span", { class: "hide" }, p.name));
    }
  };

  const on = {
    hello: (e) => {
      people = e.people;
      show();
      if (e.updated_at !== room.dataset.updated) { heard(here); refresh(); }
      room.dataset.updated = e.updated_at;
    },
    answer: (e) => {
      if (e.client === client) return;
      risk(e.question_id, ...words[e.risk]);
      heard(e.question_id);
    },
    presence: (e) => {
      people = people.filter((p) => !(p.name === e.actor_name && (p.user_id ?? "") === (e.actor_id ?? "") && p.question_id === e.question_id));
      if (e.here) people.push({ user_id: e.actor_id, name: e.actor_name, question_id: e.question_id });
      show();
    },
    milestone: (e) => { if (e.client !== client && e.actor_id !== room.dataset.me) news(`${e.actor_name} saved milestone ${e.version}.`); },
    resync: () => { heard(here); refresh(); },
    review: refresh, comment: refresh, assignment: refresh, parking: refresh,
  };

  const listen = () => {
    clearTimeout(again);
    if (source && source.readyState !== EventSource.CLOSED) return;
    const at = `/api/v1/workloads/${encodeURIComponent(room.dataset.workload)}/lenses/${encodeURIComponent(room.dataset.lens)}/events`;
    source = new EventSource(`${at}?question=${encodeURIComponent(here)}&client=${client}`);
    source.addEventListener("error", () => { // a browser tries again by itself, unless it was refused: perhaps for now only
      if (source.readyState === EventSource.CLOSED && !document.hidden) again = setTimeout(listen, refused);
    });
    for (const [kind, act] of Object.entries(on)) source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    if (document.hidden) resting = setTimeout(() => source?.close(), rest);
    else listen();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) { listen(); heard(here); refresh(); } });
  if (!document.hidden) listen();
}

// tab is what this page calls itself, so that it knows its own changes when it hears of them.
const tab = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

// written tells whether somebody has begun to write there.
const written = (part) => [...part.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);

const face = (name) => {
  const letters = name.startsWith("+") ? name : name.split(/\s+/).filter(Boolean).slice(0, 2).map((w) => [...w][0]).join("").toUpperCase();
  return el("span", { class: "face", "aria-hidden": "true" }, letters);
};

// news tells what happened elsewhere.
function news(text, reload) {
  document.querySelector(".news")?.remove();
  const box = el("p", { class: "news", role: "status" }, text + " ");
  if (reload) {
    const b = el("button", { type: "button", class: "btn slim" }, "Reload");
    b.addEventListener("click", () => location.reload());
    box.append(b);
  } else setTimeout(() => box.remove(), 8000);
  document.body.append(box);
}
