// Answer is the form of one question. It keeps three states: base is what the server said last; pending is what was
// changed here and is not saved yet, each part with what it was; the fields show base with pending laid over it. A
// change is sent as "from → to", so that the server can merge it with others' and tell what clashes. What is pending,
// and what clashed and is not decided, lies in the browser's storage too, so that neither a reload nor a dead
// connection loses it.
import { clash, previewing } from "./clash.js";
import { clock } from "./clock.js";
import * as drafts from "./drafts.js";

// What is needed only as something fails is loaded then.
const renew = async () => {
  try {
    const { reason, renew: ask } = await import("./session.js");
    const session = await ask();
    return { ...session, reason: reason(session) };
  } catch {
    return { who: "unknown", reason: null };
  }
};
const refusals = (answer) =>
  import("./refusal.js").then(
    ({ refusals: mark }) => mark(answer),
    () => {
      /* the line at the top says it too */
    },
  );

const slow = 600; // ms after the last key before a text is sent
const longest = 15_000; // ms between two tries

export class Answer {
  constructor(room, form) {
    this.form = form;
    this.room = room;
    this.piece = room.dataset.piece ? "?side=" + room.dataset.piece : ""; // which part of the side the page shows
    this.base = JSON.parse(form.dataset.state ?? form.elements.base.value);
    this.pending = new Map(); // part → {from, to}
    this.clashed = new Map(); // the same, of parts that others changed otherwise: to be decided
    this.refused = new Map(); // part → {to, message}: what the server would not take, until it is typed otherwise
    this.later = new Map(); // what clashed before the page was loaded, of parts that were changed once more since
    this.status = document.querySelector("[data-saved]");
    this.tries = 0;
    this.waiting = [];
    this.choices = [...form.querySelectorAll("[data-choice]")];
    this.applied = form.elements?.inapplicable;
    this.sending = false;
    this.may = form.dataset.may === "true"; // else there is no form, and the answer is only shown
    if (this.may) {
      form.autocomplete = "off"; // a browser that comes back restores no fields beside a newer base
      this.listen();
      this.recall();
    }
    this.show();
  }

  listen() {
    for (const row of this.choices) {
      const id = row.dataset.choice,
        box = row.querySelector("input[type=checkbox]"),
        na = row.querySelector("[data-na]");
      box.addEventListener("change", () => this.choose(row, box.checked));
      na?.addEventListener("change", () =>
        this.mark(
          id,
          na.value ? { status: "NOT_APPLICABLE", reason: na.value } : { status: "UNSELECTED", reason: "NONE" },
        ),
      );
      row
        .querySelector("[data-note]")
        .addEventListener("input", (event) => this.write(`choices/${id}/notes`, event.target.value));
    }
    const reason = this.form.elements.reason;
    const applies = () =>
      this.set("applicable", {
        applicable: !this.applied.checked,
        reason: this.applied.checked ? reason.value : "NONE",
      });
    this.applied.addEventListener("change", applies);
    reason.addEventListener("change", () => {
      this.applied.checked = true;
      applies();
    });
    this.form.elements.notes.addEventListener("input", (event) => this.write("notes", event.target.value));
    this.form.addEventListener("focusout", () => this.flush());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("online", () => {
      this.tries = 0;
      this.flush();
    });
    addEventListener("offline", () => this.say());
    addEventListener("pagehide", () => this.flush(true));
    addEventListener("pageshow", (event) => {
      this.show();
      if (event.persisted) this.back();
    });
    addEventListener("plumbline:leaving", (event) => event.detail.push(this.settle()));
    drafts.changed(() => {
      if (this.pending.size) {
        this.tries = 0;
        this.flush();
      }
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.flush(true);
    });
    previewing(this);
  }

  // The parts of an answer, by the names that the server gives them.
  of(state, part) {
    if (part === "notes") return state.notes;
    if (part === "applicable") return { applicable: state.applicable, reason: state.reason };
    const [, id, notes] = part.match(/^choices\/(.*?)(\/notes)?$/);
    // an upgrade may have taken it away
    const c = state.choices[id] ?? { status: "UNSELECTED", reason: "NONE", notes: "" };
    return notes ? c.notes : { status: c.status, reason: c.reason };
  }
  now(part) {
    return this.pending.get(part)?.to ?? this.of(this.base, part);
  }

  choose(row, on) {
    const id = row.dataset.choice;
    this.mark(id, { status: on ? "SELECTED" : "UNSELECTED", reason: "NONE" });
    if (!on) return;
    for (const other of this.choices) {
      // "none of these" goes with no other choice
      if (
        other !== row &&
        (other.hasAttribute("data-none") || row.hasAttribute("data-none")) &&
        this.now("choices/" + other.dataset.choice).status === "SELECTED"
      ) {
        this.mark(other.dataset.choice, { status: "UNSELECTED", reason: "NONE" });
      }
    }
  }
  mark(id, to) {
    this.set("choices/" + id, to);
  }

  set(part, to) {
    this.change(part, to);
    this.flush();
  }
  write(part, to) {
    this.change(part, to);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.flush(), slow);
  }
  change(part, to) {
    const from = this.pending.get(part)?.from ?? this.of(this.base, part);
    if (same(from, to) && !this.sent?.has(part)) this.pending.delete(part);
    else this.pending.set(part, { from, to });
    if (this.refused.delete(part)) refusals(this);
    this.keep();
    this.show(part);
    this.say();
  }

  // back is for a page that comes back from the browser's memory: perhaps another person's browser by now.
  async back() {
    const session = await renew();
    if (session.who === "same" || session.who === "unknown") return;
    if (!this.pending.size && !this.clashed.size) location.reload();
    this.problem = session.reason;
    this.say();
  }

  // What is pending outlives the page.
  keep() {
    const lists = { clashed: [...this.later, ...this.clashed], pending: [...this.pending] };
    drafts.keep(this.room.dataset.here, lists.clashed.length + lists.pending.length ? lists : null);
  }
  recall() {
    const draft = drafts.recall(this.room.dataset.here) ?? {};
    const known = ([part, change]) => {
      const id = part.startsWith("choices/") ? part.slice(8).replace(/\/notes$/, "") : null;
      // the lens may have it no more
      return (id === null || id in this.base.choices) && !same(change.to, this.of(this.base, part));
    };
    for (const [part, change] of (draft.pending ?? []).filter(known)) this.pending.set(part, change);
    for (const [part, change] of (draft.clashed ?? []).filter(known))
      (this.pending.has(part) ? this.later : this.pending).set(part, change);
    this.keep();
    if (this.pending.size) this.flush();
  }
  // due is what is to be sent next: all that is pending, but for what was refused as it is; one part alone where the
  // server took none of several.
  due() {
    const parts = [...this.pending].filter(([part, change]) => !same(this.refused.get(part)?.to, change.to));
    return new Map(this.alone ? parts.slice(0, 1) : parts);
  }

  // flush sends what is pending, one request at a time. The last one, as the page goes, outlives it.
  async flush(leaving = false) {
    clearTimeout(this.typing);
    if (this.sending) return;
    const sent = this.due();
    if (!sent.size) return this.settled(!this.pending.size);
    this.sending = true;
    this.sent = sent;
    clearTimeout(this.retry);
    this.say();
    let reply,
      data = null;
    try {
      reply = await fetch(this.room.dataset.here + "/save" + this.piece, {
        method: "POST",
        keepalive: leaving,
        body: JSON.stringify(body(sent)),
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-CSRF-Token": this.room.dataset.csrf,
          "X-Client-Id": this.room.dataset.client ?? "",
        },
      });
      data = await reply.json();
    } catch {
      /* no line, or half an answer */
    }
    this.sending = false;
    this.sent = null;
    if (reply?.ok && data) this.saved(data, sent);
    else await this.failed(reply, data, sent);
  }

  saved(data, sent) {
    this.tries = 0;
    this.problem = null;
    this.renewed = false;
    for (const { part, message } of data.refused ?? []) this.refuse(part, sent.get(part), message);
    for (const [part, change] of sent) {
      const now = this.pending.get(part);
      if (!now || same(this.refused.get(part)?.to, change.to)) continue;
      this.refused.delete(part);
      if (same(now.to, change.to)) this.pending.delete(part);
      else this.pending.set(part, { from: change.to, to: now.to }); // typed on meanwhile
    }
    this.take(data, sent);
    if (data.clashes?.length) clash(this, data.clashes, sent);
    if (!this.pending.size) {
      this.alone = false;
      this.pending = this.later;
      this.later = new Map();
    }
    this.keep();
    if (this.refused.size || document.querySelector("[data-refused].said")) refusals(this);
    this.say();
    if (this.due().size) this.flush();
    else this.settled(!this.pending.size);
  }
  refuse(part, change, message) {
    if (change) this.refused.set(part, { to: change.to, message });
  }

  // take brings the page to the answer as the server has it. What is pending stays as it is typed; what others changed
  // shows that it did.
  take(data, sent) {
    const was = this.base;
    this.base = data.state;
    this.at = data.updated_at;
    this.show();
    for (const row of this.choices) {
      const part = "choices/" + row.dataset.choice;
      if (!same(this.of(was, part), this.of(this.base, part)) && !sent?.has(part)) flash(row);
    }
    const side = document.querySelector("[data-side]");
    side.innerHTML = data.side;
    for (const time of side.querySelectorAll("time"))
      dispatchEvent(new CustomEvent("plumbline:time", { detail: time }));
    for (const word of document.querySelectorAll("[data-word]")) word.textContent = data.word;
    mark(document.querySelector("[data-risk-now] svg"), data.risk, data.word);
    risk(this.room.dataset.question, data.risk, data.word);
    progress(data.answered);
    const printed = this.form.querySelector("[data-printed]");
    printed.innerHTML = data.notes_html;
    printed.parentElement.hidden = !data.notes_html;
  }

  // heard is for what others changed.
  async heard() {
    try {
      const reply = await fetch(this.room.dataset.here + "/live" + this.piece, {
        headers: { Accept: "application/json" },
      });
      if (!reply.ok) return;
      const data = await reply.json();
      if (data.state.version >= this.base.version) this.take(data);
    } catch {
      /* the stream comes back by itself, and says so */
    }
  }

  // failed is for what was not saved. Where the session is another one by now, the page goes on with it; where one part
  // of several may be to blame, each is sent alone; what is refused stays in its field with the reason; all else is
  // tried again.
  async failed(reply, data, sent) {
    let refused = reply?.status >= 400 && reply.status < 500 && ![408, 429].includes(reply.status);
    this.problem = null;
    if (refused && [401, 403, 404].includes(reply.status)) {
      const session = await renew();
      if (session.who === "same" && !this.renewed) {
        this.renewed = true;
        return this.flush();
      }
      refused = session.who === "same";
      this.problem = session.reason;
    } else if (refused && sent.size > 1) {
      this.alone = true;
      return this.flush();
    }
    if (refused) {
      for (const [part, change] of sent)
        this.refuse(part, change, data?.message || data?.title || "The server did not take this.");
      refusals(this);
      this.say();
      if (this.due().size) return this.flush();
      return this.settled(false);
    }
    this.tries++;
    this.retry = setTimeout(() => this.flush(), Math.min(longest, 500 * 2 ** this.tries));
    this.say();
    this.settled(false);
  }

  // settle sends what is pending and tells whether everything is saved and decided.
  settle() {
    if (this.clashed.size) {
      document.querySelector(".clashes button")?.focus();
      return Promise.resolve(false);
    }
    if (!this.pending.size && !this.sending) return Promise.resolve(true);
    return new Promise((done) => {
      this.waiting.push(done);
      this.flush();
    });
  }
  settled(fine) {
    for (const done of this.waiting.splice(0)) done(fine && !this.clashed.size);
  }

  // show puts the state into the fields; a text that is being typed is left alone.
  show(only) {
    for (const row of this.choices) {
      const id = row.dataset.choice,
        { status, reason } = this.now("choices/" + id),
        out = status === "NOT_APPLICABLE";
      row.classList.toggle("on", status === "SELECTED");
      row.classList.toggle("na", out);
      const [mark, why] = row.querySelector(".mark-said").children;
      mark.textContent = out ? "Does not apply" : markWords(row, status === "SELECTED");
      why.textContent = out ? ": " + reasonWords(reason) : "";
      row.querySelector(".asis").textContent = this.now(`choices/${id}/notes`);
      if (!this.may) continue;
      row.querySelector("input[type=checkbox]").checked = status === "SELECTED";
      const na = row.querySelector("[data-na]");
      if (na) na.value = out ? reason : "";
      this.fill(row.querySelector("[data-note]"), `choices/${id}/notes`, only);
    }
    const { applicable, reason } = this.now("applicable");
    const said = this.form.querySelector("[data-inapplicable-said]");
    said.hidden = applicable;
    said.querySelector("[data-off-words]").textContent = reasonWords(reason);
    document.body.classList.toggle("off", !applicable);
    if (!this.may) return;
    this.applied.checked = !applicable;
    this.form.elements.reason.value = reason;
    this.fill(this.form.elements.notes, "notes", only);
  }
  fill(field, part, only) {
    const to = this.now(part);
    if (only !== part && field.value.replaceAll("\r\n", "\n") !== to.replaceAll("\r\n", "\n")) field.value = to;
  }

  // say tells whether everything is saved.
  say() {
    const [text, kind] = this.words();
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.className = "saved " + kind;
  }
  words() {
    if (this.problem) return [this.problem, "bad"];
    if (this.refused.size && !this.due().size)
      return ["Not saved: " + [...this.refused.values()].map((r) => r.message).join(" "), "bad"];
    if (this.pending.size && !navigator.onLine)
      return ["Offline: kept in this browser, sent when the connection is back", "bad"];
    if (this.pending.size && this.tries)
      return ["Not saved yet: the server can't be reached. Kept in this browser; trying again", "bad"];
    if (this.pending.size) return ["Saving…", ""];
    if (this.at)
      return ["Saved " + clock(this.at), "ok"];
    return ["", ""];
  }
}

// markWords says what the state of a choice is, as the server does.
const markWords = (row, on) =>
  row.hasAttribute("data-none") ? (on ? "Selected" : "Not selected") : on ? "In place" : "Not in place";

// reasonWords says why something does not apply, as the server does.
const reasonWords = (reason) =>
  document.querySelector(`[data-reasons] [value="${reason}"]`)?.textContent.toLowerCase() ?? "";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// body is what the server takes: parts by their place in the answer.
function body(parts) {
  const out = { choices: {} };
  for (const [part, change] of parts) {
    if (!part.startsWith("choices/")) {
      out[part] = change;
      continue;
    }
    const notes = part.endsWith("/notes"),
      id = part.slice(8, notes ? -6 : undefined);
    (out.choices[id] ??= {})[notes ? "notes" : "mark"] = change;
  }
  return out;
}

export function flash(node) {
  node.classList.remove("changed");
  void node.offsetWidth; // begin anew
  node.classList.add("changed");
}

export function mark(svg, kind, word) {
  if (!svg) return;
  svg.setAttribute("class", "shape " + kind);
  svg.setAttribute("aria-label", word);
  svg.querySelector("use").setAttribute("href", "#s-" + kind);
}

// progress says how many questions of the review are answered.
export function progress(answered) {
  const bar = document.querySelector(".now-progress");
  if (!bar) return;
  bar.querySelector("[data-answered-all]").textContent = answered;
  bar.querySelector("progress").value = answered;
}

// risk moves a question's shape in the list, and how many of its pillar are answered.
export function risk(question, kind, word) {
  const link = document.querySelector(`[data-q="${CSS.escape(question)}"]`);
  if (!link || link.dataset.risk === kind) return;
  const count = link.closest("[data-group]")?.querySelector("[data-answered]"); // there is none in a search
  if (count) {
    const answered = Number(count.dataset.answered) + (kind === "open" ? -1 : link.dataset.risk === "open" ? 1 : 0);
    count.dataset.answered = answered;
    count.textContent = `${answered} of ${count.dataset.total}`;
  }
  link.dataset.risk = kind;
  mark(link.querySelector("svg"), kind, word);
}
