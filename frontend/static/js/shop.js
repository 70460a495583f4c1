// What script adds to pages that work without it: copying, sharing, stepping, ticking clocks.
(() => {
  "use strict";

  const each = (root, selector, does) => {
    if (root.matches?.(selector)) does(root);
    root.querySelectorAll(selector).forEach(does);
  };

  // A button says for two seconds that the text is on the clipboard.
  const offerCopy = (button) => {
    if (!navigator.clipboard && !document.queryCommandSupported?.("copy")) return;
    const word = button.querySelector("span");
    const before = word.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(button.dataset.copy);
      word.textContent = button.dataset.done;
      word.setAttribute("role", "status");
      button.classList.add("copy-done");
      setTimeout(() => {
        word.textContent = before;
        button.classList.remove("copy-done");
      }, 2000);
    });
  };

  // Over plain HTTP (a phone on the local network) there is no clipboard API: copy from a field.
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };

  const offerShare = (button) => {
    if (!navigator.share) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const url = new URL(button.dataset.share, location.href).href;
      navigator.share({ title: button.dataset.title, url }).catch(() => {});
    });
  };

  const offerSharePicture = (button) => {
    const probe = new File([""], "a.png", { type: "image/png" });
    if (!navigator.canShare?.({ files: [probe] })) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const blob = await (await fetch(button.dataset.sharePicture)).blob();
      const file = new File([blob], button.dataset.filename, { type: blob.type });
      navigator.share({ files: [file] }).catch(() => {});
    });
  };

  const makeStepper = (stepper) => {
    const input = stepper.querySelector("input");
    const buttons = stepper.querySelectorAll("[data-step]");
    const show = () => buttons.forEach((button) => {
      const edge = Number(button.dataset.step) < 0 ? input.min : input.max;
      button.disabled = edge !== "" && input.value === edge;
    });
    stepper.classList.add("stepper-ready");
    buttons.forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (Number(button.dataset.step) < 0) input.stepDown();
        else input.stepUp();
        show();
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
    input.addEventListener("input", show);
    show();
  };

  // Minutes and seconds left beside a clock time that stands there anyway.
  const tick = (line) => {
    const end = new Date(line.dataset.deadline);
    const left = line.querySelector("[data-left]");
    const show = () => {
      const seconds = Math.floor((end - Date.now()) / 1000);
      if (seconds <= 0) { left.textContent = line.dataset.expired; clearInterval(timer); return; }
      if (seconds > 7200) return;
      left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    const timer = setInterval(show, 1000);
    show();
  };

  const enhance = (root) => {
    each(root, "[data-copy]", offerCopy);
    each(root, "[data-share]", offerShare);
    each(root, "[data-share-picture]", offerSharePicture);
    each(root, "[data-stepper]", makeStepper);
    each(root, "[data-deadline]", tick);
    root.querySelector("[data-error-summary]")?.focus();
  };

  enhance(document);
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt === document.body) return;
    enhance(elt);
    elt.querySelector("[data-focus]")?.focus({ preventScroll: true });
  });
})();
