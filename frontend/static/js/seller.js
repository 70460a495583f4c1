// Small helps on a producer's phone; every page works without them.

// Printing: the button stands there only where script runs.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// A row of tabs wider than the phone begins where one is.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
