// Communes by typing, with or without diacritics. The plain control stays in the form and carries the code.
(() => {
  "use strict";

  const copied = ["aria-describedby", "aria-invalid", "required"];

  const makeFinder = (box) => {
    const control = box.querySelector("select, input");
    const province = document.getElementById(box.dataset.province);
    const label = box.querySelector("label");
    const words = JSON.parse(box.dataset.words);
    const typed = document.createElement("input");
    const list = document.createElement("ul");
    const frame = document.createElement("div");
    let active = -1, asked = 0, timer = 0;

    const set = (element, names) => Object.entries(names).forEach(([name, value]) => element.setAttribute(name, value));
    set(typed, { id: `${control.id}_typed`, type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": `${control.id}_list`, "aria-autocomplete": "list" });
    set(list, { id: `${control.id}_list`, role: "listbox", class: "finder-list", "aria-label": label.textContent.trim() });
    for (const name of copied) if (control.hasAttribute(name)) typed.setAttribute(name, control.getAttribute(name));
    typed.value = box.dataset.chosen || (control.value && control.selectedOptions ? control.selectedOptions[0].text : control.value);
    list.hidden = control.hidden = true;
    control.required = false;
    frame.className = "finder";
    label.htmlFor = typed.id;
    frame.append(typed, list);
    control.after(frame);

    const items = () => [...list.querySelectorAll("[data-code]")];
    const open = (shown) => {
      list.hidden = !shown;
      active = -1;
      typed.setAttribute("aria-expanded", String(shown));
      typed.removeAttribute("aria-activedescendant");
      if (shown && frame.getBoundingClientRect().bottom > innerHeight / 3) box.scrollIntoView({ block: "start" });
    };
    const carry = (code, name) => {
      if (control.options && code) control.replaceChildren(new Option(name, code, true, true));
      control.value = code;
      typed.setCustomValidity(code || !typed.value ? "" : words.choose);
      control.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const pick = (item) => {
      typed.value = item.dataset.name;
      carry(item.dataset.code, item.dataset.name);
      open(false);
    };
    const mark = (index) => {
      const all = items();
      if (!all.length) return;
      active = (index + all.length) % all.length;
      all.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
      all[active].scrollIntoView({ block: "nearest" });
      typed.setAttribute("aria-activedescendant", all[active].id);
    };
    const line = (commune, at) => {
      const item = document.createElement("li");
      const name = `${words[commune.kind] ?? ""} ${commune.name}`.trim();
      set(item, { id: `${list.id}_${at}`, role: "option", "aria-selected": "false", "data-code": commune.code, "data-name": name });
      item.append(name);
      if (commune.formerly?.length) item.append(Object.assign(document.createElement("small"), { textContent: `${words.formerly} ${commune.formerly.join("; ")}` }));
      return item;
    };
    const find = async () => {
      const ask = ++asked;
      const query = new URLSearchParams({ province: province.value, q: typed.value, page_size: "30" });
      if (!typed.value) query.delete("q");
      const answer = await fetch(`${box.dataset.source}?${query}`).catch(() => null);
      if (!answer?.ok || ask !== asked) return;
      const { results } = await answer.json();
      list.replaceChildren(...results.map(line));
      if (!results.length) list.append(Object.assign(document.createElement("li"), { textContent: words.none }));
      open(true);
    };

    typed.addEventListener("input", () => { carry("", ""); clearTimeout(timer); timer = setTimeout(find, 150); });
    typed.addEventListener("focus", () => { if (province.value && !control.value) find(); });
    typed.addEventListener("blur", () => open(false));
    typed.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); if (list.hidden) find(); else mark(active < 0 && step < 0 ? -1 : active + step); }
      if (event.key === "Enter" && active >= 0) { event.preventDefault(); pick(items()[active]); }
      if (event.key === "Escape") open(false);
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[data-code]");
      if (item) pick(item);
    });
    province.addEventListener("change", () => { typed.value = ""; carry("", ""); });
  };

  document.querySelectorAll("[data-commune]").forEach(makeFinder);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) event.detail.elt.querySelectorAll("[data-commune]").forEach(makeFinder);
  });
})();
