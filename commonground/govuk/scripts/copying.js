// A button that copies the text of a box. Without scripts it stays hidden, and the box can be copied by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  const box = document.getElementById(button.dataset.copies);
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = "Copied. Now paste it into your own system.";
    } catch {
      said.textContent = "This browser does not let us copy. The words are marked: copy them with your keyboard.";
    }
  });
}
