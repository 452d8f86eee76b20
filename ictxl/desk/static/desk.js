"use strict";
// Everything works without this script; with it, the page follows the folder while one works.

const announce = (text) => { document.getElementById("announce").textContent = text; };

// --- parts of the page that show the folder are replaced when it changes

let fetching = false;
let asked = false;

// What is pressed must still be there when the button is let go, or the click is lost.
let pressed = false;
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const kind of ["pointerup", "pointercancel"]) {
  addEventListener(kind, () => { setTimeout(() => { pressed = false; if (asked) { asked = false; refresh(); } }, 50); }, true);
}

const isOpen = (part) => [...part.querySelectorAll("details[id]")].filter((one) => one.open).map((one) => one.id);

function replacePart(old, fresh) {
  if (old.outerHTML === fresh.outerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const open = isOpen(old);
  old.replaceWith(fresh);
  for (const id of open) { const one = document.getElementById(id); if (one) one.open = true; }
  if (focused) (document.getElementById(focused) ?? document.getElementById("main")).focus({ preventScroll: true });
  prepare(fresh);
}

const namesOf = (main) => [...main.querySelectorAll("[data-live]")].map((part) => part.id).join();

async function refresh() {
  if (fetching || pressed) { asked = true; return; }
  fetching = true;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (pressed) { asked = true; return; }
    const main = document.getElementById("main");
    const freshMain = fresh.getElementById("main");
    if (!document.getElementById("year") !== !fresh.getElementById("year")) { location.reload(); return; }
    // With other parts in it the screen has become another one: it is taken whole.
    if (namesOf(main) !== namesOf(freshMain)) {
      if (isTyping() || [...main.querySelectorAll("input[type=file]")].some((one) => one.files.length)) return;
      replacePart(main, freshMain);
    }
    for (const part of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(part.id);
      if (now && !(part.contains(document.activeElement) && isTyping())) replacePart(part, now);
    }
  } catch {
    announce("ictxl の画面につながりません。終わっていれば、もう一度開いてください。");
  } finally {
    fetching = false;
    if (asked && !pressed) { asked = false; refresh(); }
  }
}

const isTyping = () => {
  const here = document.activeElement;
  return here instanceof HTMLInputElement ? !["button", "submit", "checkbox", "radio", "file"].includes(here.type) && here.value !== here.defaultValue : false;
};

// --- what the desk tells: only a page that is looked at listens, for browsers share few connections

let source = null;

function listen() {
  if (source || document.hidden) return;
  source = new EventSource(document.body.dataset.events);  // from when this page was made
  source.addEventListener("changed", (event) => {
    const { files } = JSON.parse(event.data);
    if (files.length) announce(`届きました: ${files.slice(0, 5).join("、")}${files.length > 5 ? ` ほか ${files.length - 5} 件` : ""}`);
    refresh();
  });
  source.addEventListener("job", (event) => {
    const { running, done, total } = JSON.parse(event.data);
    const bar = document.getElementById("job-bar");
    if (!running || !bar) { refresh(); return; }
    if (total) {
      bar.max = total;
      bar.value = done;
      document.getElementById("job-figures").textContent = `${done} / ${total}`;
    }
  });
}

function stopListening() { source?.close(); source = null; }

document.addEventListener("visibilitychange", () => {
  if (document.hidden) stopListening();
  else { listen(); refresh(); }
});
addEventListener("pagehide", stopListening);
addEventListener("pageshow", (event) => { if (event.persisted) { listen(); refresh(); } });
// A page that came while something was being read, or that got no stream, still gets there.
setInterval(() => { if (!document.hidden && (document.querySelector("#reading:not([hidden]), #first-reading, #job.running") || source?.readyState === 2)) { if (source?.readyState === 2) stopListening(); listen(); refresh(); } }, 1000);

// --- forms: opening a file or ticking something off does not leave the page

async function sendQuietly(form, button) {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  if (form.dataset.copy) await navigator.clipboard?.writeText(form.dataset.copy).catch(() => {});
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) {
      const said = new DOMParser().parseFromString(await answer.text(), "text/html");
      tell(form, [...said.querySelectorAll("h1, .remedy")].map((one) => one.textContent).join(" "));
    } else if (form.dataset.copy) {
      tell(form, `セル番地 ${form.dataset.copy} を写しました。Excel の名前ボックスに貼り付けると、そのセルへ移れます。`);
    }
  } catch {
    tell(form, "ictxl の画面につながりません。");
  }
  refresh();
}

function tell(form, text) {
  const place = form.parentElement;
  let note = place.querySelector(":scope > .told");
  if (!note) { note = document.createElement("p"); note.className = "told quiet"; place.append(note); }
  note.textContent = text;
  announce(text);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.ask && !confirm(form.dataset.ask)) { event.preventDefault(); return; }
  if (form.id === "drop") { event.preventDefault(); receive([...document.getElementById("drop-files").files]); return; }
  if ("quiet" in form.dataset) { event.preventDefault(); sendQuietly(form, event.submitter); }
});

// --- files that are dropped or chosen go one by one

async function receive(files) {
  const list = document.getElementById("received");
  const form = document.getElementById("drop");
  if (!files.length) { announce("ファイルが選ばれていません。"); return; }
  list.replaceChildren();
  for (const file of files) {
    const line = document.createElement("li");
    line.textContent = `${file.name}: 入れています`;
    list.append(line);
    const body = new FormData();
    body.set("token", form.elements.token.value);
    body.set("files", file);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 413) { line.textContent = `${file.name}: 大きすぎて入れられません。`; continue; }
      if (!answer.ok) throw new Error(answer.status);
      const [told] = await answer.json();
      line.textContent = !told ? `${file.name}: 空の名前です。` : told.error ? `${told.name}: ${told.error}` : told.new ? told.placed === told.name ? `${told.name}: 入れました。` : `${told.name}: 同じ名前があるので「${told.placed}」として入れました。` : `${told.name}: 同じものがもう入っています。`;
    } catch {
      line.textContent = `${file.name}: 入れられませんでした。フォルダーなら、中のファイルを選んでください。`;
    }
  }
  form.reset();
  refresh();
}

const dropPlace = () => document.getElementById("drop");
const carriesFiles = (event) => [...event.dataTransfer?.types ?? []].includes("Files");
addEventListener("dragover", (event) => { if (carriesFiles(event)) { event.preventDefault(); dropPlace()?.classList.add("over"); } });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) dropPlace()?.classList.remove("over"); });
addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  // On any screen: else the browser would leave the desk for the file.
  event.preventDefault();
  dropPlace()?.classList.remove("over");
  if (dropPlace()) receive([...event.dataTransfer.files]);
  else announce("ファイルは「回収」の画面に落としてください。");
});

// --- small comforts

function prepare(part) {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      button.textContent = "写しました";
    });
  }
}

document.addEventListener("change", (event) => { if (event.target.matches("#filter select")) event.target.form.requestSubmit(); });

prepare(document);
listen();
