"use strict";
// The page of a copy of a visit: opened with its password, kept on the device under the same key as one goes, taken out as a file.
// It asks for nothing from outside; its policy would refuse it.
(() => {
  const told = JSON.parse(document.getElementById("copy").textContent);
  const KEPT = `besa-visit-${told.copy}`;
  const MOST = 1000000;
  const byId = (id) => document.getElementById(id);
  const utf8 = new TextEncoder();
  let key, visit, state, broken, locked, dirty, running, status, words;

  const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const textOf = (bytes) => {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const placeOf = (what) => utf8.encode(`besa.visit-copy|${told.copy}|${what}`);
  const said = (name, filled = {}) => words[name].replace(/\{(\w+)\}/g, (_all, member) => filled[member]);

  async function keyOf(password) {
    const typed = utf8.encode(password.trim().normalize("NFC"));
    const raw = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(told.salt), iterations: told.iterations };
    return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function seal(value, what) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: placeOf(what) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, utf8.encode(JSON.stringify(value))));
    const whole = new Uint8Array(12 + sealed.length);
    whole.set(iv);
    whole.set(sealed, 12);
    return textOf(whole);
  }

  async function unseal(text, what) {
    const whole = bytesOf(text);
    const how = { name: "AES-GCM", iv: whole.slice(0, 12), additionalData: placeOf(what) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, whole.slice(12))));
  }

  function stored() {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  }

  // --- keeping ---------------------------------------------------------------------------------------------------------

  // What is kept is what is taken out, sealed alike: so it can be taken out without the password too.
  const answers = () => ({ device: state.device, answers: [...state.answers.values()] });

  // One after the other: what changes while one is written is written after it.
  async function keep() {
    dirty = true;
    if (running) return;
    running = true;
    while (dirty && !locked) {
      dirty = false;
      const sealed = await seal(answers(), "answers");
      if (locked) break;
      try {
        localStorage.setItem(KEPT, sealed);
        broken = false;
        tell(said("saved", { time: new Date().toTimeString().slice(0, 8) }));
      } catch {
        broken = true;
        tell(said("unsaved"), true);
      }
    }
    running = false;
  }

  function tell(text, fault = false) {
    status.textContent = text;
    status.className = fault ? "status fault" : "status";
  }

  // Each change is another entry, so that a file that is brought back again is told from one that says more.
  function change(question, values) {
    const before = state.answers.get(question.key) || {
      question: question.key,
      value: question.value,
      number: question.number,
      sources: question.sources,
      note: null,
      base: question.base,
    };
    state.place += 1;
    const stamp = { entry: crypto.randomUUID(), place: state.place, at: new Date().toISOString() };
    state.answers.set(question.key, { ...before, ...values, ...stamp });
    count();
    keep();
  }

  // --- the page --------------------------------------------------------------------------------------------------------

  function make(tag, values = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) {
      if (name === "on") for (const [event, does] of Object.entries(value)) made.addEventListener(event, does);
      else if (name in made && name !== "list") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...inside.filter((one) => one !== null));
    return made;
  }

  function choice(type, name, one, checked, does) {
    const id = `${name}-${one.key}`;
    const box = make("input", { type, id, name, value: one.key, checked, on: { change: does } });
    return make("div", { className: "choice" }, box, make("label", { htmlFor: id }, one.text));
  }

  function asked(question) {
    const kept = state.answers.get(question.key);
    const now = kept || question;
    const more = make("div", { className: "more", hidden: !now.value });
    const named = Object.fromEntries(visit.values.map((one) => [one.key, one.text]));
    const stood = question.value ? said("stood", { value: named[question.value] }) : "";
    const before = question.before ? said("before", { value: named[question.before] }) : "";
    const critical = question.critical ? make("strong", {}, `${said("critical")} `) : null;
    const set = make(
      "fieldset",
      { id: `question-${question.key}` },
      make("legend", {}, question.text),
      make("p", { className: "hint" }, ...[critical, question.about].filter(Boolean)),
      question.child ? make("p", { className: "hint" }, said("child", { words: question.child })) : null,
      before ? make("p", { className: "hint" }, before) : null,
      stood ? make("p", { className: "told" }, stood) : null,
    );
    for (const one of visit.values) {
      const chosen = () => {
        change(question, { value: one.key });
        more.hidden = false;
      };
      set.append(choice("radio", `value-${question.key}`, one, now.value === one.key, chosen));
    }
    if (question.asks_number) more.append(...numberOf(question, now));
    const sources = make("fieldset", {}, make("legend", {}, said("sources")));
    for (const one of visit.sources) {
      sources.append(
        choice("checkbox", `sources-${question.key}`, one, now.sources.includes(one.key), () => {
          const boxes = [...sources.querySelectorAll("input:checked")];
          change(question, { sources: boxes.map((box) => box.value) });
        }),
      );
    }
    const note = `note-${question.key}`;
    more.append(
      sources,
      make("label", { htmlFor: note }, said("note")),
      make("p", { className: "hint", id: `${note}-hint` }, said("note_hint")),
      make("textarea", {
        id: note,
        rows: 3,
        maxLength: 20000,
        value: (kept && kept.note) || "",
        "aria-describedby": `${note}-hint`,
        on: { input: (event) => change(question, { note: event.target.value }) },
      }),
    );
    set.append(more);
    return set;
  }

  function numberOf(question, now) {
    const id = `number-${question.key}`;
    const fault = make("p", { className: "fault", id: `${id}-fault`, role: "alert" });
    const typed = (event) => {
      const text = event.target.value.trim();
      const right = text === "" || (/^\d{1,7}$/.test(text) && Number(text) <= MOST);
      fault.textContent = right ? "" : said("number_wrong");
      if (right) change(question, { number: text === "" ? null : Number(text) });
    };
    const shown = now.number === null ? "" : String(now.number);
    return [
      make("label", { htmlFor: id }, said("number")),
      make("input", { id, type: "text", inputMode: "numeric", className: "short", value: shown, "aria-describedby": fault.id, on: { input: typed } }),
      fault,
    ];
  }

  function count() {
    const questions = visit.sections.flatMap((section) => section.questions);
    byId("count").textContent = said("answered", { answered: state.answers.size, asked: questions.length });
  }

  function show(at, focus = true) {
    const section = visit.sections[at];
    const places = visit.sections.length;
    const heading = make("h2", { tabIndex: -1, id: "section" }, section.name);
    const back = make("button", { type: "button", className: "second", on: { click: () => show(at - 1) } }, said("back"));
    const next = make("button", { type: "button", on: { click: () => show(at + 1) } }, said("next"));
    const bar = make("div", { className: "bar" }, at > 0 ? back : null, at + 1 < places ? next : null);
    const part = make("p", { className: "hint" }, said("part", { place: at + 1, places }));
    byId("part").replaceChildren(part, heading, ...section.questions.map(asked), bar);
    if (focus) {
      heading.focus({ preventScroll: true });
      part.scrollIntoView();
    }
  }

  function draw() {
    status = make("p", { className: "status", role: "status", id: "status" });
    byId("visit").replaceChildren(
      make("h1", {}, visit.body),
      make("p", {}, `${visit.planned_on}. ${visit.checklist}.`),
      make("p", { className: "told" }, make("strong", {}, said("no_names"))),
      make("p", { id: "count" }),
      make("div", { id: "part" }),
      status,
      make("p", {}, make("button", { type: "button", id: "take-out", on: { click: takeOut } }, said("take_out"))),
      make("div", { id: "taken", hidden: true }),
    );
    count();
    show(0, false);
    byId("lock").hidden = true;
    byId("visit").hidden = false;
  }

  // --- taking out ------------------------------------------------------------------------------------------------------

  function save(sealed) {
    const text = JSON.stringify({ besa: told.mark, format: 1, copy: told.copy, sealed });
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    // Neutral, and another one each time: a telephone that has the name already would ask, or keep the older one.
    const link = make("a", { href: address, download: `besa-${told.copy.slice(0, 8)}-${Date.now()}.json` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    return text;
  }

  async function takeOut() {
    if (state.answers.size === 0) {
      tell(said("nothing"), true);
      return;
    }
    const place = state.place;
    const text = save(await seal(answers(), "answers"));
    tell(said("taken_out"));
    const remove = make("button", { type: "button", className: "danger" }, said("delete"));
    remove.addEventListener("click", () => {
      // What was answered since is in no file yet.
      if (state.place !== place || !confirm(said("delete_sure"))) return;
      locked = true;
      localStorage.removeItem(KEPT);
      byId("visit").replaceChildren(make("p", { role: "status" }, said("deleted")));
    });
    const copied = make("textarea", { id: "as-text", rows: 4, readOnly: true, value: text });
    byId("taken").replaceChildren(make("label", { htmlFor: "as-text" }, said("as_text")), copied, make("p", {}, remove));
    byId("taken").hidden = false;
  }

  // --- opening ---------------------------------------------------------------------------------------------------------

  // What does not open any more is put aside, and never written over.
  async function keptBefore() {
    const kept = stored();
    try {
      return kept && (await unseal(kept, "answers"));
    } catch {
      localStorage.setItem(`${KEPT}-aside-${Date.now()}`, kept);
      return null;
    }
  }

  async function open(event) {
    event.preventDefault();
    byId("fault").textContent = "";
    try {
      key = await keyOf(byId("password").value);
      visit = await unseal(told.sealed, "visit");
    } catch {
      byId("fault").textContent = told.wrong;
      return;
    }
    words = Object.fromEntries(visit.words.map((one) => [one.key, one.text]));
    const before = (await keptBefore()) || { device: crypto.randomUUID(), answers: [] };
    state = {
      device: before.device,
      answers: new Map(before.answers.map((one) => [one.question, one])),
      place: before.answers.reduce((most, one) => Math.max(most, one.place), 0),
    };
    byId("password").value = "";
    draw();
    try {
      localStorage.setItem(`${KEPT}-try`, "1");
      localStorage.removeItem(`${KEPT}-try`);
    } catch {
      broken = true;
      tell(said("unsaved"), true);
    }
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  }

  // Two windows would write over each other.
  addEventListener("storage", (event) => {
    if (event.key !== KEPT || !state || locked) return;
    locked = true;
    byId("visit").replaceChildren(make("p", { className: "fault", role: "alert" }, said("elsewhere")));
  });
  addEventListener("beforeunload", (event) => {
    if (state && !locked && (broken || running)) event.preventDefault();
  });

  if (!window.crypto || !crypto.subtle || !crypto.randomUUID) {
    byId("old").hidden = false;
    return;
  }
  byId("lock").addEventListener("submit", open);
  byId("lock").hidden = false;
  if (stored()) {
    byId("forgotten").hidden = false;
    byId("forgotten").querySelector("button").addEventListener("click", () => save(stored()));
  }
})();
